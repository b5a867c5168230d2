/** What is under way, by where; a place with nothing under way takes no memory. */
export interface UnderWay<Place> {
  add(place: Place): void;
  take(place: Place): void;
  has(place: Place): boolean;
}

export function createUnderWay<Place>(): UnderWay<Place> {
  const counts = new Map<Place, number>();
  return {
    add: (place) => void counts.set(place, (counts.get(place) ?? 0) + 1),
    take(place) {
      const left = (counts.get(place) ?? 0) - 1;
      if (left > 0) counts.set(place, left);
      else counts.delete(place);
    },
    has: (place) => counts.has(place),
  };
}
