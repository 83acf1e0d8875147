using System.Globalization;
using Microsoft.AspNetCore.Components;
using NodaTime;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Ui;

namespace Portal.Access.Pages;

/// <summary>Makes, lists and revokes API tokens.</summary>
public sealed partial class TokenCard
{
    /// <summary>Only the viewer's own, also for an administrator.</summary>
    [Parameter]
    public bool Mine { get; set; }

    [Inject]
    internal ApiTokens Tokens { get; init; } = null!;

    [Inject]
    internal Authoriser Authoriser { get; init; } = null!;

    [Inject]
    internal CurrentActor Current { get; init; } = null!;

    [Inject]
    internal IClock Clock { get; init; } = null!;

    [Inject]
    internal Toasts Toasts { get; init; } = null!;

    private IReadOnlyList<ApiToken> tokens = [];
    private IReadOnlyList<Role> Roles { get; set; } = [];
    private Instant now;
    private string name = "";
    private string role = nameof(Role.Responder);
    private string days = "90";
    private string? made;
    private string? problem;
    private ApiToken? asked;
    private bool asking;
    private bool creating;

    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        var actor = await Current.GetAsync();
        now = Clock.GetCurrentInstant();
        Roles = [.. Enum.GetValues<Role>().Where(one => Authoriser.May(actor, one, null))];
        var all = await Tokens.ListAsync(actor, CancellationToken.None);
        tokens = [.. all.Where(token => !Mine || token.Owner == actor.Name)];
        if (Roles.Count > 0 && Roles.All(one => one.ToString() != role))
        {
            role = Roles[^1].ToString();
        }
    }

    private async Task CreateAsync()
    {
        try
        {
            var actor = await Current.GetAsync();
            var lifetime = int.TryParse(days, CultureInfo.InvariantCulture, out var count)
                ? Duration.FromDays(count)
                : (Duration?)null;
            var most = Enum.Parse<Role>(role);
            made = await Tokens.CreateAsync(actor, name, actor.Name, most, lifetime, CancellationToken.None);
            (creating, name, problem) = (false, "", null);
            await LoadAsync();
        }
        catch (Exception refusal) when (refusal is InvalidInputException or ForbiddenException)
        {
            problem = refusal.Message;
        }
    }

    private async Task RevokeAsync()
    {
        try
        {
            await Tokens.RevokeAsync(await Current.GetAsync(), asked!.Id, CancellationToken.None);
            made = null;
            Toasts.Say($"{asked.Name} revoked");
        }
        catch (Exception refusal) when (refusal is NotFoundException or ForbiddenException)
        {
            Toasts.Refuse(refusal.Message);
        }

        await LoadAsync();
    }
}
