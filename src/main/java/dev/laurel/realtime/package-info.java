/**
 * The sockets: everything that a connected client sees. Its packages depend on each other in this
 * order only: {@code frame}, {@code admission}, {@code session}, then {@code personal} and {@code
 * board}; no other package of Laurel uses them. Start reading at the endpoints, {@code
 * personal.GameSocket} and {@code board.LeaderboardSocket}.
 */
package dev.laurel.realtime;
