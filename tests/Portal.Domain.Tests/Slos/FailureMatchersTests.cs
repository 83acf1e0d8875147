using Portal.Domain.Slos;

namespace Portal.Domain.Tests.Slos;

public sealed class FailureMatchersTests
{
    [Theory]
    [InlineData("code", "200 404", "code=~\"5..\"")] // none has been seen yet
    [InlineData("code", "200 503 500", "code=~\"5..\" code=\"500\" code=\"503\"")]
    [InlineData("http_response_status_code", "200", "http_response_status_code=~\"5..\"")]
    [InlineData("response_code", "0 200 503", "response_code=~\"5..\" response_code=\"503\"")] // Istio's 0: no answer
    [InlineData("code", "2xx 5xx", "code=\"5xx\"")]
    [InlineData("code", "2XX", "code=\"5XX\"")]
    [InlineData("envoy_response_code_class", "2 4", "envoy_response_code_class=\"5\"")]
    [InlineData(
        "rpc_grpc_status_code",
        "0 14",
        "rpc_grpc_status_code=~\"2|4|8|12|13|14|15\" rpc_grpc_status_code!=\"0\""
    )]
    [InlineData("outcome", "SUCCESS SERVER_ERROR", "outcome=\"SERVER_ERROR\"")]
    [InlineData("result", "ok failed timeout", "result=\"failed\" result=\"timeout\"")]
    [InlineData("method", "GET POST", "")]
    [InlineData("priority", "1 2 3", "")]
    [InlineData("status", "OK broken", "")] // not gRPC's words, and none that speaks of failure
    [InlineData("job", "", "")]
    public void Values_say_which_of_them_are_failures(string label, string values, string matchers) =>
        Assert.Equal(matchers, string.Join(' ', FailureMatchers.Of(label, Split(values))));

    [Fact]
    public void Of_grpc_the_faults_of_the_server_come_before_everything_that_is_not_OK()
    {
        var matchers = FailureMatchers.Of("grpc_code", ["OK", "NotFound", "Unavailable"]);

        Assert.Equal(
            "grpc_code=~\"DataLoss|DeadlineExceeded|Internal|ResourceExhausted|Unavailable|Unimplemented|Unknown\" grpc_code!=\"OK\"",
            string.Join(' ', matchers)
        );
    }

    [Fact]
    public void Of_several_labels_the_one_with_codes_of_HTTP_speaks_first()
    {
        var labels = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            ["error"] = ["", "timeout"],
            ["status"] = ["200", "500"],
        };

        Assert.Equal("status=~\"5..\" status=\"500\" error=\"timeout\"", string.Join(' ', FailureMatchers.Of(labels)));
    }

    [Fact]
    public void Quotes_and_backslashes_of_a_value_are_escaped() =>
        Assert.Equal("path=\"C:\\\\\\\"x\\\"\"", FailureMatchers.Exactly("path", "C:\\\"x\""));

    [Fact]
    public void A_line_break_of_a_value_is_escaped_for_a_string_of_PromQL_has_none() =>
        Assert.Equal("query=\"select 1\\nfrom a\"", FailureMatchers.Exactly("query", "select 1\nfrom a"));

    private static string[] Split(string values) => values.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
