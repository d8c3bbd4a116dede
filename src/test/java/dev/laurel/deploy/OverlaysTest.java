package dev.laurel.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the manifests of each overlay, and that the checks notice deliberate errors. */
class OverlaysTest {
  static Stream<String> overlays() {
    return Manifests.overlays().stream();
  }

  @Test
  void thereAreThreeOverlays() {
    assertEquals(List.of("dev", "production", "staging"), Manifests.overlays());
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void overlayMatchesTheSchemasOfKubernetes(String overlay) {
    // When
    var violations =
        Manifests.of(overlay).stream()
            .flatMap(manifest -> KubernetesSchemas.violations(manifest).stream())
            .toList();

    // Then
    assertEquals(List.of(), violations);
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void overlayKeepsThePolicy(String overlay) {
    assertEquals(
        Set.of(), ManifestPolicy.violations(Manifests.of(overlay), OperatorsDuties.documented()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void tracingComponentOpensTheWayToTheCollector(String overlay) {
    // When
    var manifests = Manifests.of(overlay, "tracing");

    // Then
    var settings = first(manifests, "ConfigMap").path("data");
    var collector = URI.create(settings.path("OTEL_EXPORTER_OTLP_ENDPOINT").asText());
    var ports = first(manifests, "NetworkPolicy").path("spec").path("egress").findValues("port");
    assertTrue(ports.stream().anyMatch(port -> port.asInt() == collector.getPort()));
    assertFalse(settings.path("MP_JWT_VERIFY_ISSUER").isMissingNode());
    assertEquals(
        List.of(),
        manifests.stream()
            .flatMap(manifest -> KubernetesSchemas.violations(manifest).stream())
            .toList());
    assertEquals(Set.of(), ManifestPolicy.violations(manifests, OperatorsDuties.documented()));
  }

  @ParameterizedTest
  @CsvSource({"staging,1.0-native", "production,1.0-native", "dev,1.0"})
  void overlayRunsItsKindOfImage(String overlay, String end) {
    // When
    var image =
        deployment(Manifests.of(overlay)).at("/spec/template/spec/containers/0/image").asText();

    // Then
    assertEquals(end, image.replaceFirst(".*:0\\.", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment | /spec/template/spec/containers/0/imagePullPolice | Always",
        "Deployment | /spec/template/spec/containers/0/name |",
        "Deployment | /spec/selector |",
        "Deployment | /spec/template/spec/containers/0/livenessProbe/periodSeconds | often",
        "Deployment | /spec/template/spec/topologySpreadConstraints/0/topologyKey |",
        "Deployment | /apiVersion | apps/v1beta1",
        "Service | /spec/ports/0/targetport | http",
        "Ingress | /spec/rules/0/http/paths/0/pathType |",
        "HorizontalPodAutoscaler | /spec/minimum | 2",
        "HorizontalPodAutoscaler | /spec/maxReplicas |",
        "NetworkPolicy | /spec/egres | []",
        "PodDisruptionBudget | /metadata/nam | laurel",
        "ServiceMonitor | /spec/endpoints/0/interval | often",
        "PrometheusRule | /spec/groups/0/rules/0/expr |"
      })
  void schemaErrorIsNoticed(String kind, String field, String value) {
    // Given
    var manifest = first(Manifests.of("production"), kind);
    assertEquals(List.of(), KubernetesSchemas.violations(manifest));

    // When
    change(manifest, field, value);

    // Then
    assertNotEquals(List.of(), KubernetesSchemas.violations(manifest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Deployment | /spec/template/spec/securityContext/runAsNonRoot | false | runs as root",
        "Deployment | /spec/template/spec/securityContext/runAsUser | 0 | has no numeric user",
        "Deployment | /spec/template/spec/securityContext/seccompProfile | | has no seccomp profile",
        "Deployment | /spec/template/spec/automountServiceAccountToken | | gets a token of Kubernetes",
        "Deployment | /spec/template/spec/enableServiceLinks | | gets the variables of services",
        "Deployment | /spec/template/spec/hostNetwork | true | shares the host's namespaces",
        "Deployment | /spec/template/spec/containers/0/image | laurel:latest | image not pinned",
        "Deployment | /spec/template/spec/containers/0/image | laurel | image not pinned",
        "Deployment | /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem | | root file system writable",
        "Deployment | /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation | | may escalate privileges",
        "Deployment | /spec/template/spec/containers/0/securityContext/capabilities | | keeps capabilities",
        "Deployment | /spec/template/spec/containers/0/resources/limits/memory | | no limits of memory",
        "Deployment | /spec/template/spec/containers/0/resources/requests/cpu | | no requests of cpu",
        "Deployment | /spec/template/spec/containers/0/startupProbe | | no startupProbe",
        "Deployment | /spec/template/spec/containers/0/livenessProbe | | no livenessProbe",
        "Deployment | /spec/template/spec/containers/0/readinessProbe/httpGet/path | / | no readinessProbe",
        "Deployment | /spec/template/spec/containers/0/env/0/value | 1234 | literal secret \"QUARKUS_DATASOURCE_PASSWORD\"",
        "Deployment | /spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/key | pw | undocumented secret laurel/pw",
        "Deployment | /spec/template/spec/containers/0/envFrom/0/configMapRef/name | laurel | unknown ConfigMap",
        "Deployment | /spec/template/spec/serviceAccountName | oak | unknown ServiceAccount",
        "Deployment | /spec/template/spec/terminationGracePeriodSeconds | 35 | is killed while it stops",
        "Deployment | /spec/template/spec/containers/0/lifecycle | | does not wait for proxies before it stops",
        "Deployment | /spec/template/spec/topologySpreadConstraints | | is not spread over machines and zones",
        "Deployment | /spec/replicas | 3 | overrules its autoscaler",
        "Deployment | /spec/template/metadata/labels | | selector does not match its own pods alone",
        "Service | /spec/selector | | selector matches no pods",
        "Service | /spec/ports/0/targetPort | web | port leads nowhere",
        "Service | /spec/sessionAffinity | ClientIP | sticky sessions",
        "PodDisruptionBudget | /spec/selector/matchLabels | | selector matches no pods",
        "NetworkPolicy | /spec/podSelector/matchLabels | | selector does not match one workload's pods",
        "ServiceMonitor | /spec/endpoints/0/port | web | selector matches no service's port",
        "ConfigMap | /data/LAUREL_DEMO | true | the demo is not off",
        "ConfigMap | /data/QUARKUS_REDIS_PASSWORD | 1234 | literal secret QUARKUS_REDIS_PASSWORD",
        "ConfigMap | /data/QUARKUS_REDIS_HOSTS | redis://:1234@redis | literal secret QUARKUS_REDIS_HOSTS",
        "Ingress | /spec/tls | | no TLS",
        "Ingress | /spec/tls/0/secretName | other | undocumented secret other",
        "Ingress | /metadata/annotations | | closes idle sockets",
        "Ingress | /spec/rules/0/http/paths/0/pathType | Prefix | health and metrics are public",
        "Ingress | /spec/rules/0/http/paths/0/backend/service/port/name | web | backend leads nowhere",
        "HorizontalPodAutoscaler | /spec/metrics/0 | | does not look at connections",
        "HorizontalPodAutoscaler | /spec/metrics/1 | | does not look at CPU",
        "HorizontalPodAutoscaler | /kind | Scaler | has no HorizontalPodAutoscaler",
        "PodDisruptionBudget | /kind | Budget | has no PodDisruptionBudget",
        "NetworkPolicy | /kind | Policy | no NetworkPolicy"
      })
  void policyViolationIsNoticed(String kind, String field, String value, String rule) {
    // Given
    var manifests = Manifests.of("production");

    // When
    change(first(manifests, kind), field, value);

    // Then
    var violations = ManifestPolicy.violations(manifests, OperatorsDuties.documented());
    assertTrue(violations.stream().anyMatch(found -> found.endsWith(rule)), violations::toString);
  }

  private static JsonNode deployment(List<JsonNode> manifests) {
    return manifests.stream()
        .filter(manifest -> "Deployment".equals(manifest.path("kind").asText()))
        .filter(manifest -> "laurel".equals(manifest.at("/metadata/name").asText()))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode first(List<JsonNode> manifests, String kind) {
    return manifests.stream()
        .filter(manifest -> kind.equals(manifest.path("kind").asText()))
        .filter(manifest -> !manifest.at("/metadata/name").asText().contains("dashboard"))
        .findFirst()
        .orElseThrow();
  }

  /**
   * @param value YAML; null to remove the field
   */
  private static void change(JsonNode manifest, String field, String value) {
    int end = field.lastIndexOf('/');
    var parent = manifest.at(field.substring(0, end));
    var name = field.substring(end + 1);
    if (parent instanceof ArrayNode array) {
      array.remove(Integer.parseInt(name));
    } else if (value == null) {
      ((ObjectNode) parent).remove(name);
    } else {
      ((ObjectNode) parent).set(name, Manifests.parse(value).get(0));
    }
  }
}
