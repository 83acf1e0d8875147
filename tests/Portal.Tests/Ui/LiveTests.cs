using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Ui;

namespace Portal.Tests.Ui;

public sealed class LiveTests
{
    [Fact]
    public async Task A_storm_of_changes_costs_one_load_in_its_gap()
    {
        await using var stage = new Stage();
        var loads = 0;
        var live = stage.Render<LiveRefresh>(part =>
            part.Add(live => live.Topic, "incidents").Add(live => live.OnChange, () => loads++)
        );

        stage.Speak("incidents");
        stage.Speak("incidents");
        stage.Speak("incidents");
        Assert.Equal(1, loads);

        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, loads);

        await PassAsync(TimeSpan.FromSeconds(1));
        stage.Speak("incidents");
        Assert.Equal(3, loads);

        Task PassAsync(TimeSpan time)
        {
            stage.Time.Advance(time);
            return live.InvokeAsync(() => { }); // behind what the timer has queued
        }
    }

    [Fact]
    public async Task A_page_that_is_gone_no_longer_listens()
    {
        await using var stage = new Stage();
        stage.Render<LiveRefresh>(part =>
            part.Add(live => live.Topic, "incidents").Add(live => live.OnChange, () => { })
        );
        Assert.Equal(1, stage.Listeners);

        await stage.DisposeComponentsAsync();

        Assert.Equal(0, stage.Listeners);
    }

    [Fact]
    public void The_next_load_cancels_the_one_before()
    {
        using var loads = new LatestOnly();

        var first = loads.Next();
        var second = loads.Next();

        Assert.True(first.IsCancellationRequested);
        Assert.False(second.IsCancellationRequested);
        loads.Dispose();
        Assert.True(second.IsCancellationRequested);
        Assert.True(loads.Next().IsCancellationRequested);
    }

    [Fact]
    public void A_toast_goes_by_itself_and_a_refusal_stays()
    {
        using var stage = new Stage();
        var toasts = stage.Services.GetRequiredService<Toasts>();
        var outlet = stage.Render<ToastOutlet>();

        toasts.Say("Override added");
        toasts.Refuse("Only leads change schedules");
        Assert.Equal(2, outlet.FindAll(".toast").Count);

        stage.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Only leads change schedules", outlet.Find(".toast .grow").TextContent);
    }

    [Fact]
    public void Undo_works_once_and_takes_its_toast_away()
    {
        using var stage = new Stage();
        var undone = 0;
        var outlet = stage.Render<ToastOutlet>();
        stage
            .Services.GetRequiredService<Toasts>()
            .OfferUndo("checkout-latency deleted", () => Task.FromResult(undone++));

        outlet.Find(".toast button").Click();

        Assert.Equal(1, undone);
        Assert.Empty(outlet.FindAll(".toast"));
    }

    [Fact]
    public void A_confirmed_dialog_acts_and_closes()
    {
        using var stage = new Stage();
        var (isOpen, resolved) = (true, false);
        var dialog = stage.Render<ConfirmDialog>(part =>
            part.Add(dialog => dialog.Open, true)
                .Add(dialog => dialog.OpenChanged, open => isOpen = open)
                .Add(dialog => dialog.Title, "Resolve #412?")
                .Add(dialog => dialog.Confirm, "Resolve")
                .Add(dialog => dialog.OnConfirm, () => resolved = true)
                .AddChildContent("3 alerts are still firing.")
        );

        dialog.Find(".btn-primary").Click();

        Assert.True(resolved);
        Assert.False(isOpen);
    }
}
