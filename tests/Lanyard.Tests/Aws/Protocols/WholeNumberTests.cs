using Lanyard.Aws.Protocols;

namespace Lanyard.Tests.Aws.Protocols;

public class WholeNumberTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("-7", -7L)]
    [InlineData("1795818361293", 1795818361293L)]
    [InlineData("999999999999999999", 999999999999999999L)]
    public void Digits_are_a_number(string text, long number) => Assert.Equal(number, WholeNumber.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("١")]
    [InlineData("1000000000000000000")]
    public void Anything_else_is_none(string text) => Assert.Null(WholeNumber.Read(text));
}
