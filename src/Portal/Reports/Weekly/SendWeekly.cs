using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Portal.Data;
using Portal.Data.Scheduling;
using Portal.Domain.Reports;
using Portal.Domain.Teams;
using Portal.Domain.Time;
using Portal.Manifests;
using Portal.Notifications;

namespace Portal.Reports.Weekly;

/// <summary>
/// Owes the weekly mail to whoever it is due for. Looks every quarter of an hour, since it is Monday morning somewhere; a
/// key of person and week keeps it at one, however many replicas look.
/// </summary>
internal sealed class SendWeekly(
    IDbContextFactory<PortalDb> databases,
    IDefinitions definitions,
    CompileWeek compile,
    WeekWords words
) : ICronJob
{
    public async Task RunAsync(Instant slot, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string Team, string Zone), TeamWeek>();
        var failures = new List<Exception>();
        foreach (var reader in await DueAsync(slot, cancellationToken))
        {
            try
            {
                await OweAsync(reader, await WeeksAsync(reader, known, slot, cancellationToken), cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // The mail of one is not the next one's to wait for; it is due again in a quarter of an hour.
                failures.Add(failure);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException($"{failures.Count} weekly mails could not be written", failures);
        }
    }

    private async Task<IReadOnlyList<TeamWeek>> WeeksAsync(
        Reader reader,
        Dictionary<(string Team, string Zone), TeamWeek> known,
        Instant slot,
        CancellationToken cancellationToken
    )
    {
        var weeks = new List<TeamWeek>();
        foreach (var team in reader.Teams)
        {
            if (!known.TryGetValue((team, reader.Zone.Id), out var week))
            {
                week = await compile.RunAsync(team, reader.Monday, reader.Zone, slot, cancellationToken);
                known.Add((team, reader.Zone.Id), week);
            }

            weeks.Add(week);
        }

        return [.. weeks.Where(week => !week.IsEmpty)];
    }

    /// <summary>Who has a team to answer for, an address, and no mail of this week yet.</summary>
    private async Task<IReadOnlyList<Reader>> DueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = definitions
            .All<Person>()
            .Select(person => ReaderOf(person, now))
            .OfType<Reader>()
            .Where(reader => reader.Teams.Count > 0)
            .ToList();
        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        var owed = await work.QueryAsync<string>(
            "select key from outbox_message where key = any(@Keys)",
            new { Keys = due.Select(reader => reader.Key).ToArray() },
            cancellationToken
        );
        return [.. due.ExceptBy(owed, reader => reader.Key, StringComparer.Ordinal)];
    }

    private Reader? ReaderOf(Definition<Person> person, Instant now) =>
        person.Spec is { WeeklyMail: true, MailAddress: { } address }
        && Zones.TryFind(person.Spec.TimeZone, out var zone)
        && WeeklyMail.DueOn(now, zone) is { } monday
            ? new(person.Id, person.Name, address, zone, monday, TeamsOf(person.Name))
            : null;

    private IReadOnlyList<string> TeamsOf(string user) =>
        [
            .. definitions
                .All<Team>()
                .Where(team => team.Spec.RoleOf(user) is { } role && WeeklyMail.IsFor(role))
                .Select(team => team.Name),
        ];

    private async Task OweAsync(Reader reader, IReadOnlyList<TeamWeek> weeks, CancellationToken cancellationToken)
    {
        if (weeks.Count == 0)
        {
            return;
        }

        await using var work = await UnitOfWork.BeginAsync(databases, cancellationToken);
        await Outbox.OweAsync(
            work,
            new(reader.User, new("email", ContactMethodType.Email, reader.Address)),
            MessageKind.Notice,
            reader.Id,
            reader.Key,
            words.Of(weeks, reader.Monday),
            cancellationToken
        );
        await work.CommitAsync(cancellationToken);
    }

    private sealed record Reader(
        Guid Id,
        string User,
        string Address,
        DateTimeZone Zone,
        LocalDate Monday,
        IReadOnlyList<string> Teams
    )
    {
        public string Key => $"weekly:{User}:{LocalDatePattern.Iso.Format(Monday)}";
    }
}
