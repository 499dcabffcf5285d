import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSecretField, isSecretPath } from '../../src/http/secret-names.ts';

const NAMES = ['.password', '.card.number', '.2fa', '.tokens[]'];

/** More than an expression that tries again at each character is through with in an hour. */
const MANY = 2_000_000;

describe('secret names: fields of forms and queries', () => {
  const cases: readonly (readonly [name: string, isSecret: boolean])[] = [
    ['password', true],
    ['Password', true],
    ['user.password', true],
    ['user[password]', true],
    ['user[password', true],
    ['password[]', true],
    ['password..', true],
    ['password[0]', true],
    ['password[a]', true],
    ['password.0.text', true],
    ['users[0][password][1]', true],
    ['cards[0][card][3][number]', true],
    ['2fa', true],
    ['tokens[]', true],
    ['passwords', false],
    ['password2', false],
    ['passwordless[0]', false],
    ['number', false],
    ['card', false],
    ['card[date]', false],
    ['', false],
    ['[]', false],
  ];
  for (const [name, isSecret] of cases) {
    it(`"${name}" ${isSecret ? 'is' : 'is not'} secret`, () => assert.equal(isSecretField(NAMES, name), isSecret));
  }
  it('are judged in one pass, whatever a client calls them', () => {
    for (const unit of ['.', '[', ']', '][', 'a.', '1.'])
      assert.equal(isSecretField(NAMES, `${unit.repeat(MANY / unit.length)}x`), false, unit);
  });
});

describe('secret names: keys of JSON', () => {
  it('are judged in one pass, however deep they are', () => {
    assert.equal(isSecretPath(NAMES, Array(MANY / 10).fill('a key')), false);
    assert.equal(isSecretPath(NAMES, [...Array(1000).fill('a'), 'card', '0', 'number', 'b']), true);
  });
});
