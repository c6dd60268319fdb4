/** In the frame that the layout has drawn already. */
export { NothingHere as default } from "@/components/shell/nothing-here";
export { generateMetadata } from "../not-found";
