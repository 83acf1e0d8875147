using Portal.Data;
using Portal.Notifications;
using Portal.OnCall;

namespace Portal.Tests.OnCall;

public sealed class TestPageTests(PortalApp app)
{
    [Fact]
    public async Task Each_way_to_reach_somebody_is_tried_and_the_page_hears_of_it()
    {
        await app.GivenAsync(
            Yaml.User("tester", ", contactMethods: [{ name: mail, type: email, address: t@b.example }]")
        );

        var batch = await app.Get<TestPages>().SendAsync(World.Person("tester"), World.Cancellation);
        var page = await EndAsync(batch);

        Assert.Equal(("mail", MessageStatus.Failed), (page.ContactMethod, page.Status)); // no mail server is set here
        Assert.Contains("no mail server is set", page.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_who_cannot_be_reached_is_told_so()
    {
        await app.GivenAsync(Yaml.User("unreachable"));

        await Assert.ThrowsAsync<InvalidInputException>(() =>
            app.Get<TestPages>().SendAsync(World.Person("unreachable"), World.Cancellation)
        );
    }

    [Fact]
    public async Task An_address_cannot_be_flooded_with_tests()
    {
        await app.GivenAsync(Yaml.User("flooder", ", email: victim@b.example"));
        var actor = World.Person("flooder");
        for (var i = 0; i < 10; i++)
        {
            await app.Get<TestPages>().SendAsync(actor, World.Cancellation);
        }

        await Assert.ThrowsAsync<ConflictException>(() => app.Get<TestPages>().SendAsync(actor, World.Cancellation));
    }

    private async Task<TestPage> EndAsync(Guid batch)
    {
        using var heard = new SemaphoreSlim(0);
        using var subscription = app.Get<Changes>().Subscribe(TestPages.Topic(batch), _ => heard.Release());
        while (true)
        {
            var page = (await app.Get<TestPages>().ListAsync(batch, World.Cancellation)).Single();
            if (page.Status is not MessageStatus.Pending)
            {
                return page;
            }

            await heard.WaitAsync(World.Cancellation);
        }
    }
}
