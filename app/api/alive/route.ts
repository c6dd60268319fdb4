/** What open pages and deploy/install ask; it stays where every release before this one had it. */
export { GET } from "../health/ready/route";
