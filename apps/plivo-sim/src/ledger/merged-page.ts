/** Takes one page of two lists that are each newest first, as if they were one, and says whether more would follow. */
export function mergedPage<A, B>(
  first: { readonly items: Iterator<A>; readonly at: (item: A) => number },
  second: { readonly items: Iterator<B>; readonly at: (item: B) => number },
  page: { readonly offset: number; readonly limit: number },
): { items: (A | B)[]; more: boolean } {
  const items: (A | B)[] = [];
  let a = first.items.next();
  let b = second.items.next();
  for (let skip = page.offset; ; skip -= 1) {
    const takeFirst = a.done !== true && (b.done === true || first.at(a.value) >= second.at(b.value));
    if (!takeFirst && b.done === true) return { items, more: false };
    if (items.length === page.limit) return { items, more: true };
    if (takeFirst) {
      if (skip <= 0) items.push(a.value as A);
      a = first.items.next();
    } else {
      if (skip <= 0) items.push(b.value as B);
      b = second.items.next();
    }
  }
}
