namespace Portal.Tests.Manifests;

/// <summary>What people get wrong in files, and what they are told.</summary>
public sealed class ManifestReadingTests(PortalApp app)
{
    public static TheoryData<string, string, string> Mistakes =>
        new()
        {
            {
                "spec: { displayName: Ana, timeZone: Europe/Berlin, emial: a@b.example }",
                "spec.emial",
                "did you mean email?"
            },
            { "spec: { displayName: Ana, colour: red }", "spec.colour", "Known here: " },
            { "spec: { displayName: Ana, timeZone: Berlin }", "spec.timeZone", "Berlin is no time zone" },
            { "spec: { displayName: Ana, email: nowhere }", "spec.email", "no e-mail address" },
            { "spec: { timeZone: UTC }", "spec.displayName", "displayName is missing" },
            { "spec: { displayName: [Ana] }", "spec.displayName", "single value" },
            { "spec: { displayName: Ana, contactMethods: none }", "spec.contactMethods", "is a list" },
            {
                "spec: { displayName: Ana, contactMethods: [{ name: a, type: pigeon, address: a@b.example }] }",
                "spec.contactMethods[0].type",
                "Use one of: email, webhook"
            },
            {
                "spec: { displayName: Ana, notificationRules: [{ after: soon, contactMethod: email }] }",
                "spec.notificationRules[0].after",
                "Write a duration"
            },
            {
                "spec: { displayName: Ana, notificationRules: [{ after: 1m, contactMethod: phone }] }",
                "spec.notificationRules[0].contactMethod",
                "none of the contact methods"
            },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_at_its_field(string spec, string path, string message)
    {
        var results = await app.ApplyAsync(
            $"apiVersion: portal/v1\nkind: User\nmetadata: {{ name: mistaken }}\n{spec}\n"
        );

        var error = Assert.Single(results.Results[0].Errors);
        Assert.Equal((4, path), (error.Line, error.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: [1, 2", "not valid YAML")]
    [InlineData("a: b: c", "not valid YAML")]
    [InlineData("just words", "begins with apiVersion")]
    [InlineData("a: &x [1]\nb: *x", "Anchors (&name) are not taken")]
    [InlineData("a: 1\na: 2", "not valid YAML")]
    [InlineData("apiVersion: portal/v1\nkind: Wish\nmetadata: { name: a }\nspec: {}", "Wish is no kind")]
    [InlineData(
        "apiVersion: portal/v9\nkind: User\nmetadata: { name: a }\nspec: {}",
        "User needs apiVersion portal/v1"
    )]
    [InlineData("apiVersion: portal/v1\nkind: User\nspec: { displayName: A }", "metadata is missing")]
    [InlineData(
        "apiVersion: portal/v1\nkind: User\nmetadata: { name: A B }\nspec: { displayName: A }",
        "A B is not a name"
    )]
    public async Task Nonsense_is_refused_and_never_breaks(string text, string message)
    {
        var results = await app.ApplyAsync(text);

        Assert.False(results.Applied);
        Assert.Contains(
            results.Results.SelectMany(result => result.Errors),
            error => error.Message.Contains(message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_file_that_would_grow_without_end_is_refused_before_it_is_built()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 200)) + string.Concat(Enumerable.Repeat("]", 200));

        var results = await app.ApplyAsync($"a: {deep}");

        Assert.Contains("levels deep", results.Results[0].Errors[0].Message, StringComparison.Ordinal);
    }
}
