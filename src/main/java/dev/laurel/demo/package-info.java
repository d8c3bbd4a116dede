/**
 * A class that keeps submitting, and tokens for everybody who asks; images and native binaries are
 * built without this package.
 *
 * <p>It may use every room's public types and is used by none, so that it can be left out. Start
 * reading at {@code Demo}, then {@code Simulator} and {@code DemoResource}.
 */
package dev.laurel.demo;
