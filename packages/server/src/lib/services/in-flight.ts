/** Counts the requests that are under way. */
export interface InFlight {
  ofUser(userId: string): number
  ofKey(keyId: string): number
  /** Counts one; the returned function takes it off (again does nothing). */
  enter(userId: string, keyId: string): () => void
}

export function createInFlight(): InFlight {
  const users = new Map<string, number>()
  const keys = new Map<string, number>()
  return {
    ofUser: (userId) => users.get(userId) ?? 0,
    ofKey: (keyId) => keys.get(keyId) ?? 0,
    enter(userId, keyId) {
      add(users, userId, 1)
      add(keys, keyId, 1)
      let isIn = true
      return () => {
        if (!isIn) return
        isIn = false
        add(users, userId, -1)
        add(keys, keyId, -1)
      }
    },
  }
}

function add(counts: Map<string, number>, id: string, change: 1 | -1): void {
  const count = (counts.get(id) ?? 0) + change
  if (count === 0) counts.delete(id)
  else counts.set(id, count)
}
