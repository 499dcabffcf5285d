import { HttpError } from 'velosiped';
import type { Guards, Handlers, Ride } from './routes.gen.ts';

/** In memory: a restart forgets what was added. */
const rides: Ride[] = [{ id: 1, name: 'Around the lake', kilometres: 28 }];

const listRides: Handlers['listRides'] = () => rides;

const addRide: Handlers['addRide'] = ({ body }) => {
  const ride = { id: rides.length + 1, ...body };
  rides.push(ride);
  return ride;
};

/** Its guard has found it. */
const readRide: Handlers['readRide'] = ({ context }) => context.ride;

/** The functions that routes.yaml names after `handler:`. */
export const handlers: Handlers = { listRides, addRide, readRide };

/** The functions that routes.yaml names after `guards:`: what they add to `context` has its type in the handlers. */
export const guards = {
  findRide: ({ params }) => {
    const ride = rides.find(({ id }) => String(id) === params.id);
    if (ride === undefined) throw new HttpError(404, `There is no ride ${params.id}.`);
    return { context: { ride } };
  },
} satisfies Guards;
