/**
 * References that a platform fills in before it starts a process: `${db.DATABASE_URL}` (compose, PaaS bindings),
 * `{{ x }}` (templates), `$(NAME)` (Kubernetes), and `$NAME` as the whole value (a shell). Left in place they would be
 * used as a token, a path or a host name.
 */
const PLACEHOLDER = /\$\{[^{}]*\}|\{\{[^{}]*\}\}|\$\([A-Za-z_][\w.-]*\)|^\s*\$[A-Za-z_]\w*\s*$/;

export function findPlaceholder(text: string): string | undefined {
  return PLACEHOLDER.exec(text)?.[0].trim();
}
