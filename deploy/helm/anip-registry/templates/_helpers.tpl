{{/* The name of everything in the release: that of the chart, alone or after the name of the release. */}}
{{- define "anip-registry.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What a selector may hold: it can never change. Called with (dict "root" $ "component" "server"). */}}
{{- define "anip-registry.selector" -}}
app.kubernetes.io/name: anip-registry
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "anip-registry.labels" -}}
{{ include "anip-registry.selector" . }}
app.kubernetes.io/part-of: anip-registry
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "anip-registry.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
