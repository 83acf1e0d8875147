using Npgsql;
using Portal.Access;
using Portal.Data;
using Portal.Domain;
using Portal.Domain.Incidents;
using Portal.Teams;
using Portal.Ui;

namespace Portal.Incidents.Pages;

/// <summary>Does what a button asks for; what is refused is said, and the page stays.</summary>
internal sealed class IncidentActions(CurrentActor current, IncidentCommands commands, Toasts toasts, People people)
{
    /// <returns>False when it was refused.</returns>
    public async Task<bool> TryAsync(Func<Actor, Task> act)
    {
        if (await ProblemAsync(act) is not { } problem)
        {
            return true;
        }

        toasts.Refuse(problem);
        return false;
    }

    /// <returns>Why it was refused; null when it was done.</returns>
    public async Task<string?> ProblemAsync(Func<Actor, Task> act)
    {
        try
        {
            await act(await current.GetAsync());
            return null;
        }
        catch (Exception refused)
            when (refused
                    is DomainException
                        or ConflictException
                        or ForbiddenException
                        or InvalidInputException
                        or NotFoundException
            )
        {
            return refused.Message;
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            return "The database did not answer, and nothing was changed. Try again.";
        }
    }

    public Task<bool> AcknowledgeAsync(long number) =>
        TryAsync(async actor =>
        {
            var incident = await commands.AcknowledgeAsync(actor, number, CancellationToken.None);
            Say(actor, incident);
        });

    private void Say(Actor actor, Incident incident) =>
        toasts.Say(
            incident.AcknowledgedBy == actor.Name
                ? $"You have #{incident.Number}; paging stopped"
                : $"{people.NameOf(incident.AcknowledgedBy ?? "")} was first and has #{incident.Number}; yours is on the timeline"
        );
}
