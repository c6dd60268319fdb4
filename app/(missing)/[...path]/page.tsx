import { notFound } from "next/navigation";

export { generateMetadata } from "../../not-found";

/**
 * Every address at which there is no page. It is not left to the outermost not-found.tsx, which is
 * sent along with every page: with the frame in it, each page would carry its frame twice.
 */
export default function MissingPage() {
  notFound();
}
