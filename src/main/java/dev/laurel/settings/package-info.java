/**
 * Checks what people write as settings: each duration has its unit, and a name that no setting has
 * is logged at the start with the nearest one that exists. Uses no other room; the settings of all
 * rooms use the durations, and {@link dev.laurel.errors} the nearest names. Start with {@code
 * SettingNames}.
 */
package dev.laurel.settings;
