package dev.laurel.leaderboard;

/** Fired in the transaction that takes a user's name from a place which was set aside. */
record PlaceErased(Board board) {}
