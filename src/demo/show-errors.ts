import type { Handlers, Switch } from './routes.gen.ts';

/** `/show_errors/1`: this client's later error pages carry the caught error's original message; `/0`: no longer. */
export const showErrors: Handlers['showErrors'] = async ({ params, client }): Promise<Switch> => {
  const on = params.state === 1;
  await client.set({ showErrors: on });
  return { on };
};
