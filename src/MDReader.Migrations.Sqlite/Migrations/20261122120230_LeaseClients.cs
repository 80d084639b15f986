using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace MDReader.Migrations.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class LeaseClients : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "document_clients",
                columns: table => new
                {
                    document_id = table.Column<string>(type: "TEXT", nullable: false),
                    client_id = table.Column<long>(type: "INTEGER", nullable: false),
                    owner_id = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_document_clients", x => new { x.document_id, x.client_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "document_clients");
        }
    }
}
