/** Where a build lists the licences of the packages that are in it. */
export const LICENCES = 'licences.txt';
