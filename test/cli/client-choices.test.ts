import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Adopter, ClientChoices } from '../../src/cli/supervisor/client-choices.ts';
import type { Order } from '../../src/cli/supervisor/supervisor-messages.ts';

/** A server process that only notes what it is told. */
function createProcess(id: number): Adopter & { readonly orders: Order[] } {
  const orders: Order[] = [];
  return { id, orders, send: (order) => void orders.push(order) };
}

const CONFIRM_MS = 60_000;

function kindsOf({ orders }: { readonly orders: readonly Order[] }): readonly string[] {
  return orders.map(({ kind }) => kind);
}

describe('choices of clients, for several server processes', () => {
  it('are confirmed when all processes have them, because the next request may reach any', () => {
    const choices = new ClientChoices(CONFIRM_MS);
    const [first, second] = [createProcess(1), createProcess(2)];
    choices.join(first);
    choices.join(second);
    choices.choose(first, 7, '192.0.2.1', { shortLog: true });
    assert.deepEqual(second.orders, [{ kind: 'adopt', number: 1, client: '192.0.2.1', change: { shortLog: true } }]);
    choices.adopted(1, 1);
    assert.deepEqual(kindsOf(first), ['adopt']);
    choices.adopted(2, 1);
    assert.deepEqual(first.orders.at(-1), { kind: 'chosen', set: 7 });
  });

  it('do not wait for a process that is gone', () => {
    const choices = new ClientChoices(CONFIRM_MS);
    const [first, second] = [createProcess(1), createProcess(2)];
    choices.join(first);
    choices.join(second);
    choices.choose(first, 1, '192.0.2.1', { shortLog: true });
    choices.adopted(1, 1);
    choices.leave(2);
    assert.deepEqual(kindsOf(first), ['adopt', 'chosen']);
  });

  it('are not confirmed while a process is silent', async () => {
    const choices = new ClientChoices(1);
    const second = createProcess(2);
    const told = new Promise<Order>((resolve) => {
      const first: Adopter = { id: 1, send: (order) => order.kind !== 'adopt' && resolve(order) };
      choices.join(first);
      choices.join(second);
      choices.choose(first, 7, '192.0.2.1', { shortLog: true });
      choices.adopted(1, 1);
    });
    const alive = setTimeout(() => undefined, 10_000);
    assert.deepEqual(await told, { kind: 'unconfirmed', set: 7 });
    clearTimeout(alive);
  });

  it('are told of once: whoever answers too late changes nothing', () => {
    const choices = new ClientChoices(CONFIRM_MS);
    const first = createProcess(1);
    choices.join(first);
    choices.choose(first, 1, '192.0.2.1', { shortLog: true });
    choices.adopted(1, 1);
    choices.adopted(1, 1);
    assert.deepEqual(kindsOf(first), ['adopt', 'chosen']);
  });

  it('reach every process in one order, so that all agree on the last', () => {
    const choices = new ClientChoices(CONFIRM_MS);
    const [first, second] = [createProcess(1), createProcess(2)];
    choices.join(first);
    choices.join(second);
    choices.choose(first, 1, '192.0.2.1', { shortLog: true });
    choices.choose(second, 1, '192.0.2.1', { shortLog: false });
    assert.deepEqual(first.orders, second.orders);
  });

  it('are all told to a process that joins later, the newest of as many clients as are remembered', () => {
    const choices = new ClientChoices(CONFIRM_MS);
    const first = createProcess(1);
    choices.join(first);
    for (const client of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) choices.choose(first, 1, client, { shortLog: true });
    choices.choose(first, 1, '192.0.2.2', { showErrors: true });
    choices.limit({ max: 2, ttlMs: 1000 });
    const known = choices.join(createProcess(2));
    assert.deepEqual(
      known.map(({ client, options }) => [client, options]),
      [
        ['192.0.2.3', { shortLog: true }],
        ['192.0.2.2', { shortLog: true, showErrors: true }],
      ],
    );
    assert.ok(known.every(({ leftMs }) => leftMs > 1000));
  });
});
