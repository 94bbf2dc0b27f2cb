import {Heap} from './heap.js'

/** The epoch of a slot that is gone for good. */
export const GONE = -1

/**
 * Slots that wait for the market's key to fall below theirs, highest key first: a static list sorted once, and a heap for
 * those whose key changed since (a partial liquidation, a liquidation that came too late).
 *
 * Epochs say which entries still count: 0 as long as a slot stands in the list with its first key, one more at each
 * change, `GONE` at the end. Several queues may share them. Without epochs nothing ever changes and the heap stays empty.
 */
export class ThresholdQueue {
  private readonly keys: Float64Array
  private readonly order: Int32Array | undefined
  private readonly epoch: Int32Array | undefined
  private readonly moved: Heap
  private next = 0

  /**
   * @param keys in descending order
   * @param order the slot of each rank; without it ranks are slots
   */
  constructor(keys: Float64Array, order: Int32Array | undefined, epoch: Int32Array | undefined) {
    this.keys = keys
    this.order = order
    this.epoch = epoch
    this.moved = new Heap(epoch === undefined ? 1 : 64)
  }

  /** A key that no waiting slot's exceeds: -Infinity when nothing waits. */
  get top(): number {
    const waiting = this.next < this.keys.length ? (this.keys[this.next] as number) : -Infinity
    return Math.max(waiting, this.moved.top)
  }

  /** Ranks that were taken off the list so far. */
  get taken(): number {
    return this.next
  }

  /** Takes the slot with the highest key above `key` off the queue; -1 when there is none. */
  take(key: number): number {
    const {epoch, keys, moved} = this
    if (epoch !== undefined) {
      while (this.next < keys.length && (keys[this.next] as number) > key && epoch[this.slotAt(this.next)] !== 0)
        this.next++
      while (moved.top > key && epoch[moved.topSlot] !== moved.topEpoch) moved.pop()
    }
    const waiting = this.next < keys.length ? (keys[this.next] as number) : -Infinity
    if (waiting > key && waiting >= moved.top) return this.slotAt(this.next++)
    if (!(moved.top > key)) return -1
    const slot = moved.topSlot
    moved.pop()
    return slot
  }

  /** Puts a slot back with a new key; the caller has moved its epoch on. */
  push(key: number, slot: number): void {
    this.moved.push(key, slot, this.epoch?.[slot] ?? 0)
  }

  /** Slots whose first key lies above `key`, whatever became of them. */
  *above(key: number): Generator<number> {
    for (let rank = 0; rank < this.keys.length && (this.keys[rank] as number) > key; rank++) yield this.slotAt(rank)
  }

  private slotAt(rank: number): number {
    return this.order === undefined ? rank : (this.order[rank] as number)
  }
}
