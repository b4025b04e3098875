using Lanyard.Policy.Lint.Rules.Names;

namespace Lanyard.Tests.Policy.Lint.Names;

public class NearestTests
{
    private static readonly string[] Names = ["GetObject", "GetObjectAcl", "PutObject", "ListBucket"];

    [Theory]
    [InlineData("GetObejct", "GetObject")]
    [InlineData("getobject", "GetObject")]
    [InlineData("GetObjekt", "GetObject")]
    [InlineData("GetObjectsAcl", "GetObjectAcl")]
    [InlineData("ListBuckets", "ListBucket")]
    [InlineData("istBucket", "ListBucket")]
    public void A_slip_is_recognised(string written, string meant) => Assert.Equal(meant, Nearest.Of(written, Names));

    [Theory]
    [InlineData("")]
    [InlineData("DeleteObject")]
    [InlineData("Frobnicate")]
    public void Another_name_is_not(string written) => Assert.Null(Nearest.Of(written, Names));
}
