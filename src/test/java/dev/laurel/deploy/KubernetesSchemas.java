package dev.laurel.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/**
 * Validates manifests against Kubernetes' own schemas, in the form of the generated models, and
 * those of the Prometheus Operator against a schema in the test resources.
 */
final class KubernetesSchemas {
  private static final Map<String, Class<?>> MODELS =
      Map.of(
          "v1 ConfigMap", V1ConfigMap.class,
          "v1 Namespace", V1Namespace.class,
          "v1 Service", V1Service.class,
          "v1 ServiceAccount", V1ServiceAccount.class,
          "apps/v1 Deployment", V1Deployment.class,
          "apps/v1 StatefulSet", V1StatefulSet.class,
          "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class,
          "networking.k8s.io/v1 Ingress", V1Ingress.class,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class);

  private static final String MONITORING = "monitoring.coreos.com/v1 ";
  private static final JsonSchema MONITORING_SCHEMA = monitoringSchema();

  private static final Gson GSON =
      new GsonBuilder().registerTypeAdapter(OffsetDateTime.class, new Timestamp()).create();

  private KubernetesSchemas() {}

  /** The errors of a manifest: unknown and missing fields, and values of the wrong type. */
  static List<String> violations(JsonNode manifest) {
    var type = manifest.path("apiVersion").asText() + " " + manifest.path("kind").asText();
    if (type.startsWith(MONITORING)) {
      return MONITORING_SCHEMA.validate(manifest).stream()
          .map(ValidationMessage::getMessage)
          .toList();
    }
    if (!MODELS.containsKey(type)) {
      return List.of("no schema for " + type);
    }
    var json = JsonParser.parseString(manifest.toString());
    try {
      MODELS.get(type).getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
      GSON.fromJson(json, MODELS.get(type));
      return List.of();
    } catch (InvocationTargetException e) {
      return List.of(e.getCause().toString());
    } catch (JsonParseException | IllegalArgumentException e) {
      return List.of(e.toString());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonSchema monitoringSchema() {
    try (InputStream schema =
        KubernetesSchemas.class.getResourceAsStream("/deploy/prometheus-operator.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Timestamp extends TypeAdapter<OffsetDateTime> {
    @Override
    public void write(JsonWriter json, OffsetDateTime time) throws IOException {
      json.value(time.toString());
    }

    @Override
    public OffsetDateTime read(JsonReader json) throws IOException {
      return OffsetDateTime.parse(json.nextString());
    }
  }
}
