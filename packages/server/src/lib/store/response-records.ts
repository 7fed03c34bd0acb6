/** Response stored for `previous_response_id` and for polling. All times are milliseconds since 1970. */
export interface ResponseRecord {
  readonly id: string
  readonly keyId: string
  /** Conversation up to and including this response, as JSON; up to its input until it has settled. */
  readonly conversation: string
  /** Response as it was sent, as JSON. */
  readonly body: string
  /** Input items of the request, as JSON; null if an earlier version of the server stored the response. */
  readonly input: string | null
  /**
   * Time until which the process that generates the response is taken to be alive; null once the response has settled.
   */
  readonly leaseExpiresAt: number | null
  readonly createdAt: number
}

/** Consecutive stream events of a response. */
export interface ResponseEventsRecord {
  readonly responseId: string
  /** Sequence number of the first event. */
  readonly firstNumber: number
  /** Sequence number of the last event. */
  readonly lastNumber: number
  /** Events as a JSON array. */
  readonly events: string
}

/** Store of responses and their stream events. */
export interface ResponseStore {
  /** Adds a response. */
  add(record: ResponseRecord): Promise<void>
  /** Returns a response of an API key. */
  find(id: string, keyId: string): Promise<ResponseRecord | undefined>
  /**
   * Changes a response that has not settled.
   *
   * @returns Whether it was changed: false if it has settled, or was removed.
   */
  update(
    id: string,
    changes: Pick<ResponseRecord, 'body' | 'leaseExpiresAt'> & Partial<Pick<ResponseRecord, 'conversation'>>,
  ): Promise<boolean>
  /** Lists the responses whose lease has expired by a time. */
  listAbandoned(expiredAt: number): Promise<readonly ResponseRecord[]>
  /** Adds events of a response. They are removed together with it. */
  addEvents(record: ResponseEventsRecord): Promise<void>
  /** Lists the events of a response, in order, from the record that contains the first one after `number` on. */
  listEvents(responseId: string, after: number): Promise<readonly ResponseEventsRecord[]>
  /** Removes a response of an API key. Returns whether it existed. */
  remove(id: string, keyId: string): Promise<boolean>
  /** Deletes the responses created before a time. */
  purge(createdBefore: number): Promise<void>
}
