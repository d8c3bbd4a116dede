package dev.laurel.leaderboard.visibility;

import dev.laurel.leaderboard.Board;

/** Fired in a transaction after which a board, and its seasons, look different to viewers. */
record BoardRevised(Board board) {}
