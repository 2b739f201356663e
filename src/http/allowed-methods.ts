import type { Request } from 'express';

interface RouteLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods that the router knows for this path; empty when the path is unknown. GET implies HEAD. */
export function allowedMethods(request: Request): readonly string[] {
  const { stack } = (request.app as unknown as { router: { stack: readonly RouteLayer[] } }).router;
  const methods = new Set<string>();
  for (const layer of stack) {
    if (layer.route === undefined || isMiddleware(layer.route) || !matches(layer, request.path)) continue;
    for (const [method, isHandled] of Object.entries(layer.route.methods)) {
      if (isHandled) methods.add(method.toUpperCase());
    }
  }
  if (methods.has('GET')) methods.add('HEAD');
  if (methods.size > 0) methods.add('OPTIONS');
  return [...methods].sort();
}

/** Nest mounts its middleware as routes for every method there is; no controller of ours answers TRACE. */
function isMiddleware(route: Required<RouteLayer>['route']): boolean {
  return route.methods.trace === true;
}

function matches(layer: RouteLayer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    // A parameter that does not decode matches nothing.
    return false;
  }
}
