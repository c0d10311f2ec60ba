/** Tags of a template: as many as AWS lets a resource have (tagging API, "Tag naming limits and requirements"). */
export const TAGS_MAX = 50;
