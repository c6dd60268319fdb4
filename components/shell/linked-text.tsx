import { Fragment } from "react";

// What may stand at the end of a sentence is not part of an address; nor is anything Chinese.
const ADDRESS = /(https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]*[\w\-~/#=&%+])/gi;

/** Plain words in which web addresses can be followed; nothing else in them means anything. */
export function LinkedText({ text }: { text: string }) {
  // Every second part is an address.
  return text.split(ADDRESS).map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place.
    if (index % 2 === 0 || !URL.canParse(part)) return <Fragment key={index}>{part}</Fragment>;
    return (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: as above.
        key={index}
        href={part}
        rel="noopener noreferrer nofollow"
        className="font-medium underline underline-offset-[0.2em]"
      >
        {part}
      </a>
    );
  });
}
