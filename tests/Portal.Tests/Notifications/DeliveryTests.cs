using Dapper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Data;
using Portal.Domain.Teams;
using Portal.Notifications;

namespace Portal.Tests.Notifications;

public sealed class DeliveryTests(DeliveryPortal portal) : IClassFixture<DeliveryPortal>
{
    private static readonly MessageContent Content = new(
        "Checkout fails",
        "7 of 100",
        "critical",
        "checkout",
        Incident: 412
    );

    [Fact]
    public async Task A_page_is_mailed_with_its_key_and_both_bodies()
    {
        await OweAsync("mail-1", ContactMethodType.Email, "ana@shop.example");

        var mail = await portal.Mail.NextAsync("X-Portal-Key: mail-1", World.Cancellation);

        Assert.Contains("Subject: [critical] #412 Checkout fails", mail, StringComparison.Ordinal);
        Assert.Contains("text/plain", mail, StringComparison.Ordinal);
        Assert.Contains("text/html", mail, StringComparison.Ordinal);
        Assert.Equal("Delivered", (await EndAsync("mail-1")).Status);
    }

    [Fact]
    public async Task A_mail_server_that_is_busy_is_asked_again()
    {
        portal.Mail.Answer("busy@shop.example", "450 try later");
        await OweAsync("mail-busy", ContactMethodType.Email, "busy@shop.example", MessageKind.Notice);

        var end = await EndAsync("mail-busy");

        Assert.Equal(("Delivered", 2), (end.Status, end.Attempts));
    }

    [Fact]
    public async Task An_address_that_is_refused_for_good_is_not_tried_again()
    {
        portal.Mail.Answer("gone@shop.example", "550 no such user");
        await OweAsync("mail-gone", ContactMethodType.Email, "gone@shop.example", MessageKind.Notice);

        var end = await EndAsync("mail-gone");

        Assert.Equal(("Failed", 1), (end.Status, end.Attempts));
        Assert.Contains("gone@shop.example is refused", end.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_fails_gets_the_same_key_again()
    {
        portal.Hooks.Answer("flaky", 503);
        await OweAsync("hook-flaky", ContactMethodType.Webhook, portal.Hooks.Url("flaky"));

        var (first, second) = (await NextHookAsync("flaky"), await NextHookAsync("flaky"));

        Assert.Equal(("hook-flaky", "hook-flaky"), (first.Key, second.Key));
        Assert.Equal("page", second.Body["event"]!.GetValue<string>());
        Assert.Equal(412, second.Body["incident"]!["number"]!.GetValue<int>());
        Assert.Equal("Delivered", (await EndAsync("hook-flaky")).Status);
    }

    [Fact]
    public async Task A_webhook_that_refuses_is_left_alone()
    {
        portal.Hooks.Answer("closed", 410);
        await OweAsync("hook-closed", ContactMethodType.Webhook, portal.Hooks.Url("closed"));

        var end = await EndAsync("hook-closed");

        Assert.Equal(("Failed", 1), (end.Status, end.Attempts));
        Assert.Contains("410", end.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_hangs_does_not_hold_up_webhooks()
    {
        using var hanging = portal.Mail.Hang("slow@shop.example");
        var mails = Enumerable.Range(0, 60).Select(n => $"mail-slow-{n}").ToArray();
        foreach (var mail in mails)
        {
            await OweAsync(mail, ContactMethodType.Email, "slow@shop.example");
        }

        await OweAsync("hook-beside", ContactMethodType.Webhook, portal.Hooks.Url("beside"));

        Assert.Equal("Delivered", (await EndAsync("hook-beside")).Status);
        await using var connection = await portal
            .Services.GetRequiredService<NpgsqlDataSource>()
            .OpenConnectionAsync(World.Cancellation);
        var untold = await connection.QuerySingleAsync<int>(
            "select count(*) from outbox_message where key = any(@mails) and status = 'Pending' and last_error is null",
            new { mails }
        );
        Assert.Equal(mails.Length, untold);
    }

    [Fact]
    public async Task The_same_message_is_owed_once()
    {
        Assert.True(await OweAsync("owed-once", ContactMethodType.Email, "once@shop.example", MessageKind.Notice));
        Assert.False(await OweAsync("owed-once", ContactMethodType.Email, "once@shop.example", MessageKind.Notice));
    }

    [Fact]
    public async Task A_test_page_is_tried_once_and_says_what_happened()
    {
        portal.Hooks.Answer("test-once", 500);
        await OweAsync("hook-test", ContactMethodType.Webhook, portal.Hooks.Url("test-once"), MessageKind.Test);

        var end = await EndAsync("hook-test");

        Assert.Equal(("Failed", 1), (end.Status, end.Attempts));
    }

    private async Task<bool> OweAsync(
        string key,
        ContactMethodType type,
        string address,
        MessageKind kind = MessageKind.Page
    )
    {
        var databases = portal.Services.GetRequiredService<IDbContextFactory<PortalDb>>();
        await using var work = await UnitOfWork.BeginAsync(databases, World.Cancellation);
        var recipient = new Recipient("ana", new ContactMethod("way", type, address));
        var owed = await Outbox.OweAsync(
            work,
            recipient,
            kind,
            Guid.CreateVersion7(),
            key,
            Content,
            World.Cancellation
        );
        await work.CommitAsync(World.Cancellation);
        return owed;
    }

    private async Task<WebhookSink.Received> NextHookAsync(string name)
    {
        while (true)
        {
            var hook = await portal.Hooks.NextAsync(World.Cancellation);
            if (hook.Name == name)
            {
                return hook;
            }
        }
    }

    /// <summary>What became of it, once nothing more will.</summary>
    private async Task<OutboxEnd> EndAsync(string key)
    {
        await using var connection = await portal
            .Services.GetRequiredService<NpgsqlDataSource>()
            .OpenConnectionAsync(World.Cancellation);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await timer.WaitForNextTickAsync(World.Cancellation))
        {
            var end = await connection.QuerySingleAsync<OutboxEnd>(
                "select status, attempts, coalesce(last_error, '') as last_error from outbox_message where key = @key",
                new { key }
            );
            if (end.Status != "Pending")
            {
                return end;
            }
        }

        throw new TimeoutException();
    }

    internal sealed record OutboxEnd(string Status, int Attempts, string LastError);
}
