using Portal.Access;
using Portal.Domain.Slos;
using Portal.Manifests;

namespace Portal.Tests.Slos;

/// <summary>A composite over the SLO of a scene and others. Goes before its members, which it keeps from being deleted.</summary>
internal sealed record MadeJourney(SloScene Scene, Definition<Slo> Journey) : IAsyncDisposable
{
    private const string Burns =
        "alertPolicies: [ { kind: AlertPolicy, metadata: { name: quick }, spec: { conditions: [ { spec: { severity: page, condition: { kind: burnrate, threshold: 2, lookbackWindow: 10m, alertAfter: 1m } } } ] } } ]";

    public static Task<MadeJourney> OfAsync(SloScene scene, string method, params (string Slo, int Weight)[] members) =>
        OfAsync(scene, Manifest(scene, method, members));

    public static async Task<MadeJourney> OfAsync(SloScene scene, string journey)
    {
        await scene.ApplyAsync(journey);
        return new MadeJourney(scene, scene.Get<IDefinitions>().Find<Slo>($"{scene.Name}-journey")!);
    }

    public static string Manifest(SloScene scene, string method, params (string Slo, int Weight)[] members) =>
        Manifest(scene, method, "10s", Burns, members);

    public static string Manifest(
        SloScene scene,
        string method,
        string slice,
        string more,
        params (string Slo, int Weight)[] members
    ) =>
        $$"""
            apiVersion: openslo/v1
            kind: SLO
            metadata: { name: {{scene.Name}}-journey }
            spec:
              service: {{scene.Slo.Spec.Service}}
              indicator: { spec: { composite: { method: {{method}}, members: [ {{string.Join(
                ", ",
                members.Select(member => $"{{ slo: {member.Slo}, weight: {member.Weight} }}")
            )}} ] } } }
              timeWindow: [ { duration: 1h, isRolling: true } ]
              objectives: [ { target: 0.9, timeSliceWindow: {{slice}} } ]
              {{more}}
            """;

    public async ValueTask DisposeAsync() =>
        await Scene.Get<ManifestApplier>().DeleteAsync(Actor.Portal, "SLO", Journey.Name, CancellationToken.None);
}
