using Portal.Domain.Teams;

namespace Portal.Tests;

/// <summary>Manifests with valid defaults; a test says only what matters to it.</summary>
internal static class Yaml
{
    public static string User(string name, string more = "") =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: User
            metadata: { name: {{name}} }
            spec: { displayName: {{name}}, timeZone: UTC{{more}} }

            """;

    public static string Team(string name, params (string User, Role Role)[] members) =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: Team
            metadata: { name: {{name}} }
            spec: { members: [{{string.Join(
                ", ",
                members.Select(m => $"{{ user: {m.User}, role: {m.Role.ToString().ToLowerInvariant()} }}")
            )}}] }

            """;

    public static string Schedule(string name, string user, string team = "", string zone = "Europe/Berlin") =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: Schedule
            metadata: { name: {{name}}{{(team.Length > 0 ? $", labels: {{ team: {team} }}" : "")}} }
            spec:
              timeZone: {{zone}}
              layers:
                - name: weekly
                  rotation: { unit: week, length: 1, start: 2026-01-05T09:00, participants: [{{user}}] }

            """;

    public static string Service(string name, string team, string more = "") =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: Service
            metadata: { name: {{name}} }
            spec: { team: {{team}}, tier: 2{{more}} }

            """;

    public static string Policy(string name, string target) =>
        $$"""
            ---
            apiVersion: portal/v1
            kind: EscalationPolicy
            metadata: { name: {{name}} }
            spec:
              repeat: 0
              steps:
                - { after: 0m, notify: [{ {{target}} }] }

            """;
}
