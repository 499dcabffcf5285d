// What the API answers, and what it takes: our own manifest is made of the same.
import { readFileSync } from 'node:fs';

export const { hello, ride } = JSON.parse(readFileSync(new URL('api.json', import.meta.url), 'utf8'));
