/**
 * Keys for machines: a grader sends {@code Authorization: Bearer lrl_…} instead of a token. Uses
 * {@code security} for what a caller is, {@code audit} to record who made and ended keys, {@code
 * broadcast} to tell the other nodes, and {@code course} for the members of classes; {@code
 * outage}, {@code errors} and {@code settings} as all rooms do. Start with {@code KeysResource},
 * then {@code Keyring}.
 */
package dev.laurel.key;
