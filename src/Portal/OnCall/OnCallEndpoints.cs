using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Portal.Access;
using Portal.Data;
using Portal.Domain.OnCall;
using Portal.Domain.Time;
using Portal.Manifests;

namespace Portal.OnCall;

internal static class OnCallEndpoints
{
    private static readonly Duration LongestRange = Duration.FromDays(400);

    public static void MapOnCall(this IEndpointRouteBuilder routes)
    {
        var schedules = routes.MapGroup("/api/v1/schedules").WithTags("On-call");
        schedules.MapGet("", List).WithName("ListSchedules").WithSummary("All schedules and who is on call now.");
        schedules
            .MapGet("/{schedule}/on-call", OnCall)
            .WithName("GetOnCall")
            .WithSummary("Who is on call at an instant (now without at), from when to when, and why.");
        schedules
            .MapGet("/{schedule}/shifts", Shifts)
            .WithName("GetShifts")
            .WithSummary("The final schedule of a range of at most 400 days, and its gaps of a minute and more.");
        schedules
            .MapPost("/{schedule}/overrides", OverrideAsync)
            .WithName("AddOverride")
            .WithSummary(
                "Puts somebody in the place of whoever is on call, or of one person; needs the role responder."
            );
        routes
            .MapPost("/api/v1/escalation-policies/{policy}/simulate", Simulate)
            .WithTags("On-call")
            .WithName("SimulateEscalation")
            .WithSummary("Whom a page would reach, when, and by which contact methods, if nobody acknowledged.");
    }

    private static Ok<SchedulePage> List(
        IDefinitions definitions,
        IClock clock,
        string? after = null,
        int limit = KeySetPage.Usual
    )
    {
        var now = clock.GetCurrentInstant();
        var (page, next) = KeySetPage.Of(definitions.All<Schedule>(), one => one.Name, after, limit);
        return TypedResults.Ok(
            new SchedulePage(
                [.. page.Select(one => new ScheduleItem(one.Name, one.Spec.TimeZone, one.Spec.OnCallAt(now)))],
                next
            )
        );
    }

    private static Ok<IReadOnlyList<OnCallPerson>> OnCall(
        string schedule,
        IDefinitions definitions,
        IClock clock,
        string? at = null
    ) =>
        TypedResults.Ok(
            Find(definitions, schedule)
                .Spec.OnCallAt(at is null ? clock.GetCurrentInstant() : RequestTime.Read("at", at))
        );

    private static Ok<ScheduleShifts> Shifts(
        string schedule,
        IDefinitions definitions,
        IClock clock,
        string? from = null,
        string? to = null
    )
    {
        var start = from is null ? clock.GetCurrentInstant() : RequestTime.Read("from", from);
        var end = to is null ? start + Duration.FromDays(28) : RequestTime.Read("to", to);
        if (end <= start || end - start > LongestRange)
        {
            throw new InvalidInputException("to", "to must be after from, by at most 400 days.");
        }

        var final = Find(definitions, schedule).Spec.Final(new TimeRange(start, end));
        return TypedResults.Ok(
            new ScheduleShifts(final.Shifts, [.. final.Gaps.Select(gap => new Gap(gap.Start, gap.End))])
        );
    }

    private static async Task<Ok<ScheduleItem>> OverrideAsync(
        string schedule,
        AddOverride request,
        ClaimsPrincipal user,
        ScheduleOverrides overrides,
        IDefinitions definitions,
        IClock clock,
        CancellationToken cancellationToken
    )
    {
        var found = Find(definitions, schedule);
        var added = new Override(
            request.User,
            request.Replaces,
            RequestTime.Read("from", request.From),
            RequestTime.Read("to", request.To)
        );
        try
        {
            await overrides.AddAsync(Actor.Of(user), found.Name, added, cancellationToken);
        }
        catch (InvalidInputException invalid)
        {
            throw invalid.Within("spec.overrides");
        }

        var now = Find(definitions, schedule);
        return TypedResults.Ok(
            new ScheduleItem(now.Name, now.Spec.TimeZone, now.Spec.OnCallAt(clock.GetCurrentInstant()))
        );
    }

    private static Ok<IReadOnlyList<SimulatedPage>> Simulate(
        string policy,
        IDefinitions definitions,
        OnCallDirectory directory,
        IClock clock,
        string? at = null
    )
    {
        var found =
            definitions.FindByNameOrId<EscalationPolicy>(policy)
            ?? throw new NotFoundException(EscalationPolicyManifest.Kind, policy);
        var start = at is null ? clock.GetCurrentInstant() : RequestTime.Read("at", at);
        return TypedResults.Ok(directory.Simulate(found.Spec, start));
    }

    private static Definition<Schedule> Find(IDefinitions definitions, string name) =>
        definitions.FindByNameOrId<Schedule>(name) ?? throw new NotFoundException(ScheduleManifest.Kind, name);
}

internal sealed record SchedulePage(IReadOnlyList<ScheduleItem> Items, string? Next);

internal sealed record ScheduleItem(string Name, string TimeZone, IReadOnlyList<OnCallPerson> OnCall);

internal sealed record ScheduleShifts(IReadOnlyList<Shift> Shifts, IReadOnlyList<Gap> Gaps);

internal sealed record Gap(Instant From, Instant To);

/// <param name="User">Who takes over; without it nobody does, and lower layers show again.</param>
/// <param name="Replaces">Only where this user is on call; without it, whoever is.</param>
internal sealed record AddOverride(string? User, string? Replaces, string? From, string? To);
