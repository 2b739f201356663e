import { loadConfig } from './config';
import { ConfigError } from './config-report';
import { findPlaceholder } from './placeholder';
import { VARIABLES } from './variables';

function messageOf(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env, () => '${vault.secret}\n');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('an unresolved placeholder', () => {
  it.each(VARIABLES.map(({ name }) => name))('is named as exactly that in %s', (name) => {
    for (const value of ['${db.DATABASE_URL}', '{{ x }}', '$(NAME)', ' $NAME ']) {
      const message = messageOf({ ANIP_REGISTRY_KEY_ID: 'k1', [name]: value });
      expect(message).toMatch(/^The configuration has 1 fault:\n/);
      expect(message).toContain(
        `${name} holds an unresolved placeholder "${value.trim()}" that the platform did not fill in`,
      );
    }
  });

  it('is found within a value, and not shown when the rest is a secret', () => {
    const message = messageOf({ ANIP_REGISTRY_DATABASE_URL: 'postgres://me:${PASSWORD}@db/registry' });
    expect(message).toContain('ANIP_REGISTRY_DATABASE_URL holds an unresolved placeholder that the platform');
    expect(message).not.toContain('PASSWORD');
    expect(messageOf({ ANIP_REGISTRY_DATA_DIR: '/srv/${TENANT}/data' })).toContain('placeholder "${TENANT}"');
  });

  it('is found in the file of a secret and in the path to it', () => {
    expect(messageOf({ ANIP_REGISTRY_ADMIN_TOKEN_FILE: '/run/admin' })).toContain(
      'ANIP_REGISTRY_ADMIN_TOKEN is given by ANIP_REGISTRY_ADMIN_TOKEN_FILE, which names a file that holds an unresolved placeholder',
    );
    expect(messageOf({ ANIP_REGISTRY_ADMIN_TOKEN_FILE: '{{ dir }}/admin' })).toContain('placeholder "{{ dir }}"');
  });

  it('is not seen in ordinary values', () => {
    for (const value of ['pa$$word', 'a{b}c', 'cost: $5', '$5', '{"a":{}}', 'x$', '$']) {
      expect(findPlaceholder(value)).toBeUndefined();
    }
  });
});

describe('an unknown variable', () => {
  const unknownIn = (env: NodeJS.ProcessEnv): string[] =>
    loadConfig(env).warnings.filter((warning) => warning.includes('is not a variable of this Registry'));

  it('is named, with the nearest known name when there is one', () => {
    expect(
      unknownIn({
        ANIP_REGISTRY_PUBLISH_TOKENS: 'tops3cret',
        ANIP_REGISTRY_ADMIN_TOKEN_FIEL: '/x',
        ANIP_REGISTRY_GITHUB_CLIENT_ID: 'x',
      }),
    ).toEqual([
      'ANIP_REGISTRY_ADMIN_TOKEN_FIEL is not a variable of this Registry and has no effect; did you mean ANIP_REGISTRY_ADMIN_TOKEN_FILE?',
      'ANIP_REGISTRY_GITHUB_CLIENT_ID is not a variable of this Registry and has no effect',
      'ANIP_REGISTRY_PUBLISH_TOKENS is not a variable of this Registry and has no effect; did you mean ANIP_REGISTRY_PUBLISH_TOKEN?',
    ]);
  });

  it('is not what Kubernetes and compose set by themselves, nor a blank', () => {
    expect(
      unknownIn({
        ANIP_REGISTRY_PORT: 'tcp://10.0.0.1:8200',
        ANIP_REGISTRY_PORT_8200_TCP_ADDR: '10.0.0.1',
        ANIP_REGISTRY_SERVICE_HOST: '10.0.0.1',
        ANIP_REGISTRY_SERVICE_PORT_HTTP: '8200',
        ANIP_REGISTRY_WHATEVER: '',
        PATH: '/bin',
      }),
    ).toEqual([]);
  });
});
