using Portal.Domain.Labels;

namespace Portal.Domain.Tests.Labels;

public sealed class LabelSetTests
{
    private static readonly LabelSet Checkout = LabelSet.Of(("route", "/pay"), ("job", "checkout"));

    [Fact]
    public void Labels_are_sorted_by_name_and_the_order_given_does_not_matter()
    {
        var other = LabelSet.Of(("job", "checkout"), ("route", "/pay"));

        Assert.Equal(Checkout, other);
        Assert.Equal(Checkout.GetHashCode(), other.GetHashCode());
        Assert.Equal("""{job="checkout", route="/pay"}""", Checkout.ToString());
    }

    [Fact]
    public void Sets_with_another_value_name_or_number_of_labels_differ()
    {
        Assert.NotEqual(Checkout, Checkout.With("route", "/cart"));
        Assert.NotEqual(Checkout, LabelSet.Of(("path", "/pay"), ("job", "checkout")));
        Assert.NotEqual(Checkout, Checkout.With("code", "500"));
    }

    [Fact]
    public void An_empty_value_is_no_label()
    {
        Assert.Equal(LabelSet.Empty, LabelSet.Of(("route", "")));
        Assert.Equal(LabelSet.Of(("job", "checkout")), Checkout.With("route", ""));
        Assert.Equal("", Checkout["absent"]);
        Assert.False(Checkout.TryGet("absent", out _));
        Assert.False(Checkout.Has("absent"));
    }

    [Fact]
    public void With_replaces_and_without_removes_and_neither_changes_the_original()
    {
        Assert.Equal("/cart", Checkout.With("route", "/cart")["route"]);
        Assert.Equal(LabelSet.Of(("job", "checkout")), Checkout.Without("route", "absent"));
        Assert.Equal("/pay", Checkout["route"]);
    }

    [Fact]
    public void Merge_takes_all_and_the_winner_stands_where_both_have_a_name()
    {
        var merged = Checkout.Merge(LabelSet.Of(("a", "1"), ("route", "/cart"), ("z", "2")));

        Assert.Equal("""{a="1", job="checkout", route="/cart", z="2"}""", merged.ToString());
        Assert.Equal(Checkout, Checkout.Merge(LabelSet.Empty));
        Assert.Equal(Checkout, LabelSet.Empty.Merge(Checkout));
    }

    [Fact]
    public void A_dictionary_goes_in_and_comes_out() => Assert.Equal(Checkout, LabelSet.From(Checkout.ToDictionary()));

    [Fact]
    public void A_name_given_twice_or_empty_is_refused()
    {
        Assert.Throws<DomainException>(() => LabelSet.Of(("a", "1"), ("a", "2")));
        Assert.Throws<DomainException>(() => LabelSet.Of(("", "1")));
    }

    [Fact]
    public void Text_escapes_what_would_end_a_value() =>
        Assert.Equal("""{q="say \"a\\b\"\n"}""", LabelSet.Of(("q", "say \"a\\b\"\n")).ToString());

    [Fact]
    public void Names_beyond_the_basic_plane_sort_after_all_others_as_their_bytes_do()
    {
        var set = LabelSet.Of(("😀", "1"), ("｡", "2"), ("é", "3"));

        Assert.Equal("é ｡ 😀", string.Join(" ", set.Select(label => label.Name)));
        Assert.Equal("1", set["😀"]);
        Assert.Equal("2", set["｡"]);
    }
}
