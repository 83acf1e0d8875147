using NodaTime;
using Portal.Domain.OnCall;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.OnCall;

/// <summary>The shifts that people had, from what the schedules said at the time.</summary>
internal sealed class PastShifts(DefinitionHistory history)
{
    /// <param name="team">Only of schedules with this label; null for all.</param>
    public async Task<IReadOnlyList<Shift>> OfAsync(TimeRange range, string? team, CancellationToken cancellationToken)
    {
        var versions = await history.DuringAsync<Schedule>(
            ScheduleManifest.Definition,
            range.Start,
            range.End,
            cancellationToken
        );
        return
        [
            .. versions
                .Where(version => team is null || TeamOf(version.Definition) == team)
                .GroupBy(version => version.Id)
                .SelectMany(schedule => ShiftHistory.Of(schedule.Select(one => InForce(one, range.End)), range)),
        ];
    }

    private static ScheduleInForce InForce(PastSpec<Schedule> version, Instant end) =>
        new(version.Spec, new(version.From, version.Until ?? Instant.Max(end, version.From + Duration.Epsilon)));

    private static string? TeamOf(Definition<Schedule> schedule) =>
        schedule.Labels.TryGet("team", out var team) ? team : null;
}
