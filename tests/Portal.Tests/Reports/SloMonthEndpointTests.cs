using System.Net;
using System.Text.Json;

namespace Portal.Tests.Reports;

/// <summary>What the report of a month is asked for by.</summary>
public sealed class SloMonthEndpointTests(PortalApp app)
{
    [Theory]
    [InlineData("October")]
    [InlineData("2026-13")]
    [InlineData("1066-10")]
    public async Task A_month_that_is_none_is_refused_by_its_field(string month)
    {
        using var client = await app.ProgramAsync();

        using var answer = await client.GetAsync($"/api/v1/reports/slos?month={month}", World.Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(World.Cancellation)).RootElement;
        Assert.True(problem.GetProperty("errors").TryGetProperty("month", out _));
    }
}
