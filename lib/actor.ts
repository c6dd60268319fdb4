/** Who acts, for the permission questions and the audit log. */
export type Actor = {
  readonly id: number;
  readonly isAdmin: boolean;
  /** The network address of the request, when there was one. */
  readonly address: string | null;
};
