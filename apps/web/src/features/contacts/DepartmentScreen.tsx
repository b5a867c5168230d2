import { useNavigate, useParams } from "@tanstack/react-router";
import { ScreenHeader } from "../../app/Screen.tsx";
import { useIsPhone } from "../../ui/index.ts";

export function DepartmentScreen() {
  const { departmentId } = useParams({ from: "/signed-in/contacts/departments/$departmentId" });
  const navigate = useNavigate();
  const phone = useIsPhone();
  return <ScreenHeader title={departmentId} onBack={phone ? () => void navigate({ to: "/contacts" }) : undefined} />;
}
