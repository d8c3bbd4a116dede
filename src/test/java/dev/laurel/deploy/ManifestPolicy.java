package dev.laurel.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The rules for the manifests of an overlay: least privilege, bounds, probes, references. */
final class ManifestPolicy {
  private static final String LAUREL = "laurel";
  private static final Pattern PINNED =
      Pattern.compile("[^:@]+(:[^:@]*\\d[^:@]*|@sha256:[0-9a-f]{64})");
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(PASSWORD|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY).*");
  private static final Pattern SECRET_IN_URL = Pattern.compile("\\w+://[^/@\\s]*:[^/@\\s]+@.*");

  private final List<JsonNode> manifests;
  private final Duties duties;
  private final Set<String> violations = new LinkedHashSet<>();

  /**
   * What the service needs from the manifests and the operator.
   *
   * @param stopSeconds the longest time a node takes to stop
   * @param secrets that operators create by the documentation: {@code secret/key}, or {@code
   *     secret} for a TLS certificate
   */
  record Duties(long stopSeconds, Set<String> secrets) {}

  private ManifestPolicy(List<JsonNode> manifests, Duties duties) {
    this.manifests = manifests;
    this.duties = duties;
  }

  /** The violations, each with kind and name of the object. */
  static Set<String> violations(List<JsonNode> manifests, Duties duties) {
    var policy = new ManifestPolicy(manifests, duties);
    policy.workloads().forEach(policy::checkWorkload);
    policy.checkSelectors();
    policy.checkReferences();
    policy.checkSettings();
    policy.checkService();
    return policy.violations;
  }

  private Stream<JsonNode> workloads() {
    return manifests.stream().filter(manifest -> manifest.at("/spec/template/spec").isObject());
  }

  private Stream<JsonNode> ofKind(String kind) {
    return manifests.stream().filter(manifest -> kind.equals(manifest.path("kind").asText()));
  }

  private void require(boolean holds, JsonNode manifest, String violation) {
    if (!holds) {
      violations.add(
          manifest.path("kind").asText()
              + " "
              + manifest.at("/metadata/name").asText()
              + ": "
              + violation);
    }
  }

  private void checkWorkload(JsonNode workload) {
    var pod = workload.at("/spec/template/spec");
    var security = pod.path("securityContext");
    require(security.path("runAsNonRoot").asBoolean(), workload, "runs as root");
    require(security.path("runAsUser").asInt() > 0, workload, "has no numeric user");
    require(
        "RuntimeDefault".equals(security.at("/seccompProfile/type").asText()),
        workload,
        "has no seccomp profile");
    require(
        pod.has("automountServiceAccountToken")
            && !pod.get("automountServiceAccountToken").asBoolean(),
        workload,
        "gets a token of Kubernetes");
    require(
        pod.has("enableServiceLinks") && !pod.get("enableServiceLinks").asBoolean(),
        workload,
        "gets the variables of services");
    for (var host : List.of("hostNetwork", "hostPID", "hostIPC")) {
      require(!pod.path(host).asBoolean(), workload, "shares the host's namespaces");
    }
    for (var volume : pod.path("volumes")) {
      require(!volume.has("hostPath"), workload, "mounts the host");
    }
    Stream.concat(stream(pod.path("containers")), stream(pod.path("initContainers")))
        .forEach(container -> checkContainer(workload, container));
  }

  private void checkContainer(JsonNode workload, JsonNode container) {
    require(
        PINNED.matcher(container.path("image").asText()).matches(), workload, "image not pinned");
    var security = container.path("securityContext");
    require(
        security.path("readOnlyRootFilesystem").asBoolean(), workload, "root file system writable");
    require(
        security.has("allowPrivilegeEscalation")
            && !security.get("allowPrivilegeEscalation").asBoolean(),
        workload,
        "may escalate privileges");
    require(
        stream(security.at("/capabilities/drop")).anyMatch(drop -> "ALL".equals(drop.asText()))
            && security.at("/capabilities/add").isEmpty(),
        workload,
        "keeps capabilities");
    require(!security.path("privileged").asBoolean(), workload, "is privileged");
    require(security.path("runAsUser").asInt(1) > 0, workload, "runs as root");
    for (var resource : List.of("cpu", "memory")) {
      for (var bound : List.of("requests", "limits")) {
        require(
            container.path("resources").path(bound).has(resource),
            workload,
            "no " + bound + " of " + resource);
      }
    }
    for (var probe : List.of("livenessProbe", "readinessProbe")) {
      require(container.has(probe), workload, "no " + probe);
    }
    for (var variable : container.path("env")) {
      require(!isLiteralSecret(variable), workload, "literal secret " + variable.path("name"));
    }
  }

  private static boolean isLiteralSecret(JsonNode variable) {
    return variable.has("value")
        && (SECRET_NAME.matcher(variable.path("name").asText()).matches()
            || SECRET_IN_URL.matcher(variable.path("value").asText()).matches());
  }

  /** Every selector finds one workload, and no selector finds another one's pods. */
  private void checkSelectors() {
    workloads()
        .forEach(
            workload ->
                require(
                    found(workload.at("/spec/selector/matchLabels")) == 1,
                    workload,
                    "selector does not match its own pods alone"));
    ofKind("Service")
        .forEach(
            service -> {
              require(
                  found(service.at("/spec/selector")) == 1, service, "selector matches no pods");
              stream(service.at("/spec/ports"))
                  .forEach(port -> require(isPort(service, port), service, "port leads nowhere"));
            });
    ofKind("PodDisruptionBudget")
        .forEach(
            budget ->
                require(
                    found(budget.at("/spec/selector/matchLabels")) == 1,
                    budget,
                    "selector matches no pods"));
    ofKind("NetworkPolicy")
        .forEach(
            network ->
                require(
                    found(network.at("/spec/podSelector/matchLabels")) == 1,
                    network,
                    "selector does not match one workload's pods"));
    ofKind("ServiceMonitor")
        .forEach(
            monitor ->
                require(
                    ofKind("Service")
                            .filter(
                                service ->
                                    matches(
                                        monitor.at("/spec/selector/matchLabels"),
                                        service.at("/metadata/labels")))
                            .flatMap(service -> stream(service.at("/spec/ports")))
                            .filter(
                                port ->
                                    stream(monitor.at("/spec/endpoints"))
                                        .anyMatch(
                                            endpoint ->
                                                endpoint.path("port").equals(port.path("name"))))
                            .count()
                        == 1,
                    monitor,
                    "selector matches no service's port"));
    for (var workload : workloads().toList()) {
      require(
          ofKind("NetworkPolicy")
              .anyMatch(
                  network ->
                      matches(network.at("/spec/podSelector/matchLabels"), podLabels(workload))),
          workload,
          "no NetworkPolicy");
    }
  }

  private boolean isPort(JsonNode service, JsonNode port) {
    return workloads()
        .filter(workload -> matches(service.at("/spec/selector"), podLabels(workload)))
        .flatMap(workload -> stream(workload.at("/spec/template/spec/containers")))
        .flatMap(container -> stream(container.path("ports")))
        .anyMatch(open -> open.path("name").equals(port.path("targetPort")));
  }

  private long found(JsonNode selector) {
    return workloads().filter(workload -> matches(selector, podLabels(workload))).count();
  }

  private static JsonNode podLabels(JsonNode workload) {
    return workload.at("/spec/template/metadata/labels");
  }

  private static boolean matches(JsonNode selector, JsonNode labels) {
    return selector.isObject()
        && !selector.isEmpty()
        && selector.properties().stream()
            .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  /** Every referenced object is in the overlay, or the documents tell operators to create it. */
  private void checkReferences() {
    var maps =
        ofKind("ConfigMap")
            .map(map -> map.at("/metadata/name").asText())
            .collect(Collectors.toSet());
    for (var workload : workloads().toList()) {
      for (var name : workload.findValues("configMapRef")) {
        require(maps.contains(name.path("name").asText()), workload, "unknown ConfigMap");
      }
      for (var key : workload.findValues("configMapKeyRef")) {
        require(maps.contains(key.path("name").asText()), workload, "unknown ConfigMap");
      }
      for (var key : workload.findValues("secretKeyRef")) {
        var secret = key.path("name").asText() + "/" + key.path("key").asText();
        require(duties.secrets().contains(secret), workload, "undocumented secret " + secret);
      }
      require(workload.findValues("secretRef").isEmpty(), workload, "takes a secret as a whole");
      var account = workload.at("/spec/template/spec/serviceAccountName");
      require(
          account.isMissingNode() || ofKind("ServiceAccount").anyMatch(named(account.asText())),
          workload,
          "unknown ServiceAccount");
    }
    for (var ingress : ofKind("Ingress").toList()) {
      for (var tls : ingress.at("/spec/tls")) {
        var secret = tls.path("secretName").asText();
        require(duties.secrets().contains(secret), ingress, "undocumented secret " + secret);
      }
      for (var service : ingress.findValues("service")) {
        require(
            ofKind("Service")
                .filter(named(service.path("name").asText()))
                .flatMap(target -> stream(target.at("/spec/ports")))
                .anyMatch(port -> port.path("name").equals(service.at("/port/name"))),
            ingress,
            "backend leads nowhere");
      }
    }
  }

  private static Predicate<JsonNode> named(String name) {
    return manifest -> name.equals(manifest.at("/metadata/name").asText());
  }

  private void checkSettings() {
    ofKind("Secret").forEach(secret -> require(false, secret, "a secret is written down"));
    for (var map : ofKind("ConfigMap").toList()) {
      for (var setting : map.path("data").properties()) {
        require(
            !SECRET_NAME.matcher(setting.getKey()).matches()
                && !SECRET_IN_URL.matcher(setting.getValue().asText()).matches(),
            map,
            "literal secret " + setting.getKey());
      }
    }
    require(
        ofKind("ConfigMap").anyMatch(map -> "false".equals(map.at("/data/LAUREL_DEMO").asText())),
        manifests.get(0),
        "the demo is not off");
  }

  private void checkService() {
    var laurel = ofKind("Deployment").filter(named(LAUREL)).toList();
    if (laurel.size() != 1) {
      violations.add("no Deployment laurel");
      return;
    }
    var deployment = laurel.get(0);
    var container = deployment.at("/spec/template/spec/containers/0");
    for (var probe :
        Map.of("startupProbe", "started", "livenessProbe", "live", "readinessProbe", "ready")
            .entrySet()) {
      require(
          ("/q/health/" + probe.getValue())
              .equals(container.path(probe.getKey()).at("/httpGet/path").asText()),
          deployment,
          "no " + probe.getKey());
    }
    long preStop = container.at("/lifecycle/preStop/sleep/seconds").asLong();
    require(preStop > 0, deployment, "does not wait for proxies before it stops");
    require(
        deployment.at("/spec/template/spec/terminationGracePeriodSeconds").asLong()
            > preStop + duties.stopSeconds(),
        deployment,
        "is killed while it stops");
    require(
        deployment.at("/spec/template/spec/topologySpreadConstraints").size() >= 2,
        deployment,
        "is not spread over machines and zones");
    require(
        deployment.at("/spec/strategy/rollingUpdate/maxUnavailable").asInt(1) == 0,
        deployment,
        "has fewer nodes during an update");
    require(!deployment.at("/spec").has("replicas"), deployment, "overrules its autoscaler");
    checkScaling(deployment);
    for (var service : ofKind("Service").toList()) {
      require(!service.path("spec").has("sessionAffinity"), service, "sticky sessions");
    }
    for (var ingress : ofKind("Ingress").toList()) {
      checkIngress(ingress);
    }
    for (var kind :
        List.of("Ingress", "PodDisruptionBudget", "NetworkPolicy", "ServiceAccount", "Namespace")) {
      require(ofKind(kind).findAny().isPresent(), deployment, "has no " + kind);
    }
  }

  private void checkScaling(JsonNode deployment) {
    var scalers =
        ofKind("HorizontalPodAutoscaler")
            .filter(
                scaler ->
                    scaler.at("/spec/scaleTargetRef/name").equals(deployment.at("/metadata/name")))
            .toList();
    require(scalers.size() == 1, deployment, "has no HorizontalPodAutoscaler");
    for (var scaler : scalers) {
      var resources = new ArrayList<String>();
      for (var metric : scaler.at("/spec/metrics")) {
        resources.add(metric.at("/resource/name").asText());
      }
      require(resources.contains("cpu"), scaler, "does not look at CPU");
      require(
          !scaler.at("/spec/metrics").findValues("pods").isEmpty(),
          scaler,
          "does not look at connections");
    }
  }

  private void checkIngress(JsonNode ingress) {
    var annotations = ingress.at("/metadata/annotations");
    for (var timeout : List.of("proxy-read-timeout", "proxy-send-timeout")) {
      // Pings come every 25 s.
      require(
          annotations.path("nginx.ingress.kubernetes.io/" + timeout).asInt() > 60,
          ingress,
          "closes idle sockets");
    }
    require(!annotations.has("nginx.ingress.kubernetes.io/affinity"), ingress, "sticky sessions");
    require(!ingress.at("/spec/tls").isEmpty(), ingress, "no TLS");
    for (var paths : ingress.findValues("paths")) {
      for (var path : paths) {
        boolean everything =
            "Prefix".equals(path.path("pathType").asText())
                && Set.of("/", "/q", "/q/metrics", "/q/health")
                    .contains(path.path("path").asText());
        require(!everything, ingress, "health and metrics are public");
      }
    }
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
