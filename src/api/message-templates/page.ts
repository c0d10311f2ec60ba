/** The most that maxResults can ask for; AWS does not say what it takes without. */
export const PAGE = 100;
