/**
 * A class that keeps submitting, and tokens for everybody who asks; images and native binaries are
 * built without this package. Uses course, course.roster and submission as a back end would and the
 * origins of http and the prefix of broadcast, and is used by no room, so that it can be left out.
 * Start with {@code Demo}, then {@code Simulator} and {@code DemoResource}.
 */
package dev.laurel.demo;
