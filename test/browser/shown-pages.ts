import type { Response } from 'playwright-core';
import type { Window } from './open-browser.ts';

/** A page that a visitor can get to see, and the request that leads to it. */
export interface ShownPage {
  readonly name: string;
  readonly status: number;
  readonly path: string;
  /** Default: GET. */
  readonly method?: string;
  readonly body?: string;
  /** The media type of the body. */
  readonly type?: string;
  /** The server gives the request up before its cookies, so it cannot know of a colour. */
  readonly cookiesUnread?: true;
}

/** One of each kind. Those after `error detail shown` have the original message. */
export const SHOWN_PAGES: readonly ShownPage[] = [
  { name: 'start', status: 200, path: '/' },
  { name: 'quotient', status: 200, path: '/div/6/to/3' },
  { name: 'a long quotient', status: 200, path: '/div/1e300/to/-0.000003' },
  { name: 'cookies set', status: 200, path: `/set_cookie/=/a=1;%20b=;%20long=${'x'.repeat(300)}` },
  { name: 'start, with cookies', status: 200, path: '/' },
  { name: 'short log', status: 200, method: 'POST', path: '/short_log/1' },
  { name: 'start, in short', status: 200, path: '/' },
  { name: 'full log', status: 200, method: 'POST', path: '/short_log/0' },
  ...errorPages('in general words'),
  { name: 'original messages shown', status: 200, path: '/show_errors/1' },
  { name: 'start, with original messages', status: 200, path: '/' },
  ...errorPages('with the original message'),
  { name: 'original messages hidden', status: 200, path: '/show_errors/0' },
];

const FORM = 'application/x-www-form-urlencoded';

function errorPages(how: string): ShownPage[] {
  const pages: readonly ShownPage[] = [
    { name: 'a number that is none', status: 400, path: '/div/six/to/3' },
    { name: 'a zero divisor', status: 400, path: '/div/1/to/0' },
    { name: 'an empty field', status: 400, path: '/submit/divide?dividend=&divisor=3' },
    { name: 'a bad cookie', status: 400, path: '/set_cookie/=/a=1;%20b' },
    { name: 'a bad switch', status: 400, method: 'POST', path: '/short_log/2' },
    { name: 'an address without a page', status: 404, path: `/nowhere/${'long'.repeat(80)}` },
    { name: 'an address near one', status: 404, path: '/shrt_log/1' },
    { name: 'a form that is none', status: 404, path: '/submit/nothing' },
    { name: 'a wrong method', status: 405, method: 'POST', path: '/div/6/to/3' },
    { name: 'a method that is not here', status: 501, method: 'PUT', path: '/' },
    { name: 'a large body', status: 413, method: 'POST', path: '/short_log/1', body: 'x'.repeat(2 ** 20 + 1) },
    { name: 'a long address', status: 414, path: `/${'x'.repeat(8192)}`, cookiesUnread: true },
    { name: 'what is no form', status: 415, method: 'POST', path: '/submit/setCookie', body: 'a', type: 'text/plain' },
  ];
  return pages.map((page) => ({ ...page, name: `${page.name}, ${how}` }));
}

/** Makes the window's own page load a request of any method, as a form would. */
export async function show({ page }: Window, shown: ShownPage): Promise<Response> {
  const { method = 'GET', path, body } = shown;
  if (method !== 'GET') {
    await page.route(
      '**/*',
      (route) => {
        const headers = {
          ...route.request().headers(),
          ...(body === undefined ? {} : { 'content-type': shown.type ?? FORM }),
        };
        return route.continue({ method, headers, ...(body === undefined ? {} : { postData: body }) });
      },
      { times: 1 },
    );
  }
  const response = await page.goto(path);
  if (response === null) throw new Error(`No answer to ${method} ${path}`);
  return response;
}
