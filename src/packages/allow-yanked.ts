/** The reference's header for clients that cannot change the query. */
export const ALLOW_YANKED_HEADER = 'x-anip-allow-yanked-package';

/** Both spellings are exact (packages.md section 6, "Gate"). */
export function allowsYanked(query: unknown, header: string | undefined): boolean {
  return query === 'true' || header === 'true';
}
