using Lanyard.Aws.Services;
using Lanyard.Credentials.Portal;

namespace Lanyard.Tests.Credentials.Portal;

public sealed class AccessFilterTests
{
    private static readonly PortalAccount Shop = new("111111111111", "Shop/Dev (EU)", "");

    [Theory]
    [InlineData("", "", true)]
    [InlineData("shop*", "", true)]
    [InlineData("111111111111", "", true)]
    [InlineData("1111*/read*", "", true)]
    [InlineData("*/ReadOnly", "", true)]
    [InlineData("/ReadOnly", "", true)]
    [InlineData("shop/dev*/", "", true)]
    [InlineData("shop/dev*/*", "", true)]
    [InlineData("shop", "", false)]
    [InlineData("*/Admin", "", false)]
    [InlineData("other|shop*", "", true)]
    [InlineData("", "shop*", false)]
    [InlineData("", "*/Admin*", true)]
    [InlineData("shop*", "*/ReadOnly", false)]
    public void Patterns_take_and_leave_out(string include, string exclude, bool taken)
    {
        var filter = new AccessFilter(include.Split('|', StringSplitOptions.RemoveEmptyEntries), exclude.Split('|', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(taken, filter.Takes(Shop, "ReadOnly"));
        Assert.True(!taken || filter.MayTake(Shop));
    }

    [Fact]
    public void An_account_is_not_asked_for_permission_sets_that_can_not_be_wanted()
    {
        Assert.False(new AccessFilter(["other"], []).MayTake(Shop));
        Assert.False(new AccessFilter([], ["shop*"]).MayTake(Shop));
        Assert.True(new AccessFilter([], ["shop*/Admin"]).MayTake(Shop));
        Assert.Equal(["nobody", "x/y"], new AccessFilter(["nobody", "shop*", "x/y"], []).Unused([Shop]));
    }
}
