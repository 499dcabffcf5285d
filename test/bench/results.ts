import type { Mode, ScenarioName } from './scenarios.ts';

/** All that one run of the bench has found: what the JSON file holds, and the report is written from. */
export interface Results {
  /** ISO 8601. */
  readonly at: string;
  readonly machine: Machine;
  readonly options: Options;
  readonly loads: readonly LoadTable[];
  readonly growth?: readonly Growth[];
  readonly events?: EventFigures;
  readonly micro?: MicroFigures;
  readonly newcomer?: NewcomerFigures;
  readonly memory?: MemoryFigures;
  readonly start?: StartFigures;
  /** Made by a run of its own, at its own time. */
  readonly soak?: SoakFigures;
}

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly node: string;
  /** Version by name, of what was measured beside ours and of what measured it. */
  readonly programs: Readonly<Record<string, string>>;
  /** Runnable processes before the run began: above zero, somebody else was at work. */
  readonly loadBefore: number;
}

export interface Options {
  readonly seconds: number;
  readonly rounds: number;
  /** At once, under load. */
  readonly connections: number;
  /** Fewer peers and parts, for a first look. */
  readonly quick?: boolean;
}

/** Servers under the same load, in interleaved rounds. The first one is what the others are compared with. */
export interface LoadTable {
  readonly id: TableId;
  readonly scenario: ScenarioName;
  readonly mode: Mode;
  readonly pageBytes: number;
  readonly servers: readonly ServerRounds[];
  /** Who was not measured, and why. */
  readonly skipped: readonly string[];
}

export type TableId =
  | 'divide'
  | 'pipelined'
  | 'close'
  | 'start-page'
  | 'not-found'
  | 'post'
  | 'ride'
  | 'long-ride'
  | 'hello'
  | 'tls'
  | 'workers'
  | 'node24';

export interface ServerRounds {
  readonly id: string;
  readonly name: string;
  readonly rounds: readonly Round[];
}

/** What one server did in one round. */
export interface Round {
  /** User and system time of its processes, by answers. */
  readonly cpuMicros: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Which part of the machine's processors was busy with neither the server nor the load: 0 to 1. */
  readonly othersShare: number;
}

/** How the cost of a request grows with something: the same servers at each size. */
export interface Growth {
  readonly id: 'routes' | 'fields' | 'answer';
  readonly sizes: readonly number[];
  readonly servers: readonly {
    readonly name: string;
    /** CPU time per request: for each size, a value a round. */
    readonly cpuMicros: readonly (readonly number[])[];
  }[];
}

/** Open event streams, each of which sends an event a second. */
export interface EventFigures {
  readonly streams: number;
  readonly servers: readonly {
    readonly id: string;
    readonly name: string;
    /** CPU time per event; a value a round. */
    readonly cpuMicros: readonly number[];
    /** Resident memory that one stream adds; a value a round. */
    readonly addedKib: readonly number[];
  }[];
}

/** Parts of the engine alone, without a socket. Samples are interleaved, too. */
export interface MicroFigures {
  readonly reader: readonly {
    readonly name: string;
    readonly requestBytes: number;
    readonly nanos: readonly number[];
  }[];
  readonly matcher: readonly { readonly name: string; readonly nanos: readonly number[] }[];
}

/** A new visitor beside so many connections that pipeline without a pause: a value a visit, and one a round. */
export interface NewcomerFigures {
  readonly busy: number;
  readonly servers: readonly {
    readonly name: string;
    /** From the connection's begin to the first byte of its answer. */
    readonly firstByteMs: readonly number[];
    /** What those that pipeline got together. */
    readonly answersPerSecond: readonly number[];
  }[];
}

/** Resident memory before and after so many connections were opened, each of which has had one answer; a value a run. */
export interface MemoryFigures {
  readonly connections: number;
  readonly servers: readonly {
    readonly id: string;
    readonly name: string;
    readonly beforeMib: readonly number[];
    readonly afterMib: readonly number[];
  }[];
}

/** From the command to the first whole answer, and to the end of an empty script. */
export interface StartFigures {
  readonly answerMs: readonly number[];
  readonly emptyMs: readonly number[];
}

/** Resident memory under a load that goes on and on. */
export interface SoakFigures {
  readonly at: string;
  readonly minutes: number;
  readonly requests: number;
  /** Medians of one sample a second. */
  readonly firstMinuteMib: number;
  readonly lastMinuteMib: number;
  readonly highestMib: number;
  /** The median of each minute. */
  readonly minutesMib: readonly number[];
}
