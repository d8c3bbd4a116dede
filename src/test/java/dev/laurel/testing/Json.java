package dev.laurel.testing;

import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An answer in JSON, read by the simple ones of RestAssured's paths: names, indexes, and names of
 * what all elements of an array have. {@link JsonPath} compiles a class each time it reads one,
 * which takes 10 ms; here it reads those that are not simple, such as {@code find}.
 */
public final class Json {
  private static final Pattern SIMPLE = Pattern.compile("\\w+(\\[\\d+])*(\\.\\w+(\\[\\d+])*)*");
  private static final Pattern STEP = Pattern.compile("\\w+");

  private final String text;
  private final Object root;

  private Json(String text) {
    this.text = text;
    this.root = withFloats(Api.parse(text));
  }

  /** Decimals are floats, as RestAssured has them. */
  private static Object withFloats(Object value) {
    if (value instanceof Map<?, ?> object) {
      var converted = new LinkedHashMap<Object, Object>();
      object.forEach((name, member) -> converted.put(name, withFloats(member)));
      return converted;
    }
    if (value instanceof List<?> array) {
      var converted = new ArrayList<Object>();
      array.forEach(element -> converted.add(withFloats(element)));
      return converted;
    }
    return value instanceof Double number ? (Object) number.floatValue() : value;
  }

  /**
   * @param text an object
   */
  public static Json of(String text) {
    return new Json(text);
  }

  /** What is at a path; null if nothing is. */
  @SuppressWarnings("unchecked")
  public <T> T get(String path) {
    return (T) (SIMPLE.matcher(path).matches() ? read(path) : JsonPath.from(text).get(path));
  }

  private Object read(String path) {
    var steps = STEP.matcher(path);
    var value = root;
    while (steps.find()) {
      boolean isIndex = steps.start() > 0 && path.charAt(steps.start() - 1) == '[';
      value =
          isIndex ? element(value, Integer.parseInt(steps.group())) : member(value, steps.group());
    }
    return value;
  }

  private static Object element(Object array, int index) {
    return array instanceof List<?> list && index < list.size() ? list.get(index) : null;
  }

  private static Object member(Object value, String name) {
    if (value instanceof List<?> list) {
      var members = new ArrayList<Object>();
      list.stream().filter(Objects::nonNull).forEach(each -> members.add(member(each, name)));
      return members;
    }
    return value instanceof Map<?, ?> object ? object.get(name) : null;
  }

  public String getString(String path) {
    Object value = get(path);
    return value == null ? null : value.toString();
  }

  public int getInt(String path) {
    return this.<Number>get(path).intValue();
  }

  public long getLong(String path) {
    return this.<Number>get(path).longValue();
  }

  public double getDouble(String path) {
    return this.<Number>get(path).doubleValue();
  }

  public float getFloat(String path) {
    return this.<Number>get(path).floatValue();
  }

  public boolean getBoolean(String path) {
    return this.<Boolean>get(path);
  }

  public <T> List<T> getList(String path) {
    return get(path);
  }

  public <K, V> Map<K, V> getMap(String path) {
    return get(path);
  }
}
