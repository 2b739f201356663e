/**
 * The members of a JSON object as the very text they were served in, found without any JSON code of ours: only strings
 * and brackets are looked at, since `JSON.parse` has accepted the whole before.
 */
export function rawMembers(json: string): ReadonlyMap<string, string> {
  JSON.parse(json);
  const members = new Map<string, string>();
  let depth = 0;
  let partFrom = 0;
  let name: string | undefined;
  for (const { 0: token, index } of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gs)) {
    const closes = token === '}' || token === ']';
    if (depth === 1 && name !== undefined && (token === ',' || closes)) {
      members.set(name, json.slice(partFrom, index).trim());
      name = undefined;
    }
    if (depth === 1 && token === ':' && name === undefined) {
      name = JSON.parse(json.slice(partFrom, index)) as string;
      partFrom = index + 1;
    } else if (token === '{' || token === '[') {
      depth += 1;
      if (depth === 1) partFrom = index + 1;
    } else if (closes) {
      depth -= 1;
    } else if (depth === 1 && token === ',') {
      partFrom = index + 1;
    }
  }
  return members;
}

/** The text of one member; a test that looks for it wants it to be there. */
export function rawMember(json: string, name: string): string {
  const text = rawMembers(json).get(name);
  if (text === undefined) throw new Error(`the object has no member "${name}"`);
  return text;
}
