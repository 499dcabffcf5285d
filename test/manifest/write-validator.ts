import { writeFileSync } from 'node:fs';
import { VALIDATOR_FILE, validatorSource } from './validator-source.ts';

writeFileSync(VALIDATOR_FILE, validatorSource());
